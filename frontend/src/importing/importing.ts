/** The import dialog's state: what is asked for, what is being read, what was read. */
import { create } from "zustand";
import { ApiError, sentenceOf } from "@/api/client";
import { noticeSignedOut, queryClient } from "@/app/session";
import { fetchCatalog } from "@/editor/network";
import { useEditor } from "@/graph/store";
import type { Catalog, Document } from "@/graph/types";
import { placed } from "./place";
import {
  isWeightsFile,
  largestUpload,
  mayHoldWeights,
  type Note,
  readFile,
  readText,
  readWeights,
  type WeightsRead,
} from "./read";

export type ImportState =
  | { readonly kind: "closed" | "asking" }
  | { readonly kind: "reading"; readonly name: string }
  | { readonly kind: "networks"; readonly documents: readonly Document[]; readonly report: readonly Note[] }
  | { readonly kind: "weights"; readonly name: string; readonly found: WeightsRead }
  | { readonly kind: "refused"; readonly name: string; readonly message: string };

type Importing = {
  readonly state: ImportState;
  /** What stands in the box for pasted text: kept while something else is shown. */
  readonly text: string;
  open(): void;
  close(): void;
  type(text: string): void;
  readPasted(): void;
  /** Reads a dropped or chosen file; the weights in it onto the open network, where one is. */
  take(file: File, onto?: Document): void;
};

const PASTED = "what you pasted";
let reading: AbortController | null = null;

async function catalog(): Promise<Catalog> {
  return queryClient.fetchQuery({ queryKey: ["catalog"], queryFn: fetchCatalog, staleTime: Number.POSITIVE_INFINITY });
}

async function read(file: File | null, text: string, signal: AbortSignal): Promise<ImportState> {
  const found = file ? await readFile(file, signal) : await readText(text, signal);
  const keras = await catalog();
  const documents = await Promise.all(found.documents.map((document) => placed(document, keras)));
  return { kind: "networks", documents, report: found.report };
}

async function readOnto(file: File, onto: Document, signal: AbortSignal): Promise<ImportState> {
  return { kind: "weights", name: file.name, found: await readWeights(file, onto, signal) };
}

async function checked(file: File): Promise<string | null> {
  const most = await largestUpload();
  if (most === null || file.size <= most) return null;
  const megabytes = (bytes: number) => Math.ceil(bytes / 1_000_000).toLocaleString("en");
  return `${file.name} holds ${megabytes(file.size)} MB; at most ${megabytes(most)} MB are read. Save the network without its weights.`;
}

export const useImporting = create<Importing>((set, get) => {
  function start(name: string, work: (signal: AbortSignal) => Promise<ImportState>): void {
    reading?.abort();
    const mine = new AbortController();
    reading = mine;
    set({ state: { kind: "reading", name } });
    const settle = (state: ImportState) => {
      if (reading === mine) set({ state });
    };
    work(mine.signal).then(settle, (error: unknown) => {
      if (error instanceof ApiError) noticeSignedOut(error);
      settle({ kind: "refused", name, message: sentenceOf(error) });
    });
  }
  return {
    state: { kind: "closed" },
    text: "",
    open: () => set({ state: { kind: "asking" } }),
    close: () => {
      reading?.abort();
      reading = null;
      set({ state: { kind: "closed" } });
    },
    type: (text) => set({ text }),
    readPasted: () => start(PASTED, (signal) => read(null, get().text, signal)),
    take: (file, onto) =>
      start(file.name, async (signal) => {
        const refusal = await checked(file);
        if (refusal) return { kind: "refused", name: file.name, message: refusal };
        if (!onto || !mayHoldWeights(file.name)) return read(file, "", signal);
        if (isWeightsFile(file.name)) return readOnto(file, onto, signal);
        return read(file, "", signal).catch((refusal: unknown) =>
          readOnto(file, onto, signal).catch(() => Promise.reject(refusal)),
        );
      }),
  };
});

/** Has the open network start from weights that were read. */
export function takeWeights(found: WeightsRead): void {
  useEditor
    .getState()
    .edit(`Take the weights of ${found.weights.title}`, (document) => ({ ...document, weights: found.weights }));
}
