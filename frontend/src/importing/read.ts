/** What the server reads of files and texts. */
import { answerAs, api } from "@/api/client";
import type { components } from "@/api/schema";
import { completeDocument, toWire } from "@/graph/document";
import type { Document } from "@/graph/types";

type Schemas = components["schemas"];
export type Note = Schemas["Note"];
export type Read = { readonly documents: readonly Document[]; readonly report: readonly Note[] };
export type WeightsRead = { readonly weights: Schemas["WeightsRef"]; readonly report: readonly Note[] };

function asForm(fields: Readonly<Record<string, string | File>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

function completed(read: Schemas["ReadOut"]): Read {
  return { documents: read.documents.map(completeDocument), report: read.report };
}

/** The networks in a file, with a report. */
export async function readFile(file: File, signal: AbortSignal): Promise<Read> {
  const bodySerializer = () => asForm({ file });
  return completed(
    await answerAs<Schemas["ReadOut"]>(api.POST("/api/read", { body: { file: "" }, bodySerializer, signal })),
  );
}

/** The networks in a program or another text, with a report. */
export async function readText(text: string, signal: AbortSignal): Promise<Read> {
  return completed(await answerAs<Schemas["ReadOut"]>(api.POST("/api/read", { body: { name: "", text }, signal })));
}

/** The weights in a file that fit the layers of an open network. */
export async function readWeights(file: File, document: Document, signal: AbortSignal): Promise<WeightsRead> {
  const bodySerializer = () => asForm({ file, document: JSON.stringify(toWire(document)) });
  const body = { file: "", document: "" };
  return answerAs<WeightsRead>(api.POST("/api/read-weights", { body, bodySerializer, signal }));
}

/** Whether a file holds the weights of a network and no network. */
export function isWeightsFile(name: string): boolean {
  return name.toLowerCase().endsWith(".weights.h5");
}

/** Whether a file may hold weights alone: Keras 1 and 2 gave them no ending of their own. */
export function mayHoldWeights(name: string): boolean {
  return /\.(h5|hdf5)$/i.test(name);
}

/** How many bytes a file may hold that is to be read; null where the server cannot be asked. */
export async function largestUpload(): Promise<number | null> {
  try {
    return (await answerAs<Schemas["Me"]>(api.GET("/api/me"))).largest_upload;
  } catch {
    return null;
  }
}
