/** What is asked of the server about people's own data. */
import { queryOptions } from "@tanstack/react-query";
import { ApiError, answerAs, api } from "@/api/client";
import type { components } from "@/api/schema";
import { queryClient } from "@/app/session";
import { type Dataset, datasetsQuery } from "../queries";
import type { Arriving, Wire } from "./upload";

type Schemas = components["schemas"];
export type Inspection = Schemas["InspectionOut"];
export type ColumnFound = Schemas["ColumnFound"];
export type Recipe = Schemas["Recipe"];
export type Reading = Schemas["Reading"];
export type Split = Schemas["Split"];
export type ColumnKind = ColumnFound["kind"];
export type Kind = Inspection["kind"];
export type Types = Readonly<Record<string, ColumnKind>>;

const path = (upload_id: string) => ({ path: { upload_id } });

/** The server, as uploads speak to it. */
export const wire: Wire = {
  begin: (name, size) => answerAs<Arriving>(api.POST("/api/uploads", { body: { name, size } })),
  read: (id) => answerAs<Arriving>(api.GET("/api/uploads/{upload_id}", { params: path(id) })),
  send: (id, offset, piece, signal) =>
    answerAs<Arriving>(
      api.PATCH("/api/uploads/{upload_id}", {
        params: { ...path(id), query: { offset } },
        body: "",
        bodySerializer: () => piece,
        headers: { "Content-Type": "application/octet-stream" },
        signal,
      }),
    ),
};

/** Gives a file up; one that is gone already is none to worry about. */
export async function dropUpload(id: string): Promise<void> {
  await api.DELETE("/api/uploads/{upload_id}", { params: path(id) }).catch((error: unknown) => {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  });
}

export type KerasDataset = Schemas["FetchKeras"]["name"];

/** Has the server fetch a data set of Keras's; it is then a file that has arrived. */
export function fetchKeras(name: KerasDataset): Promise<Arriving> {
  return answerAs<Arriving>(api.POST("/api/keras-datasets", { body: { name } }));
}

/** How much of a file is here; null where it is forgotten. */
export function uploadQuery(id: string) {
  return queryOptions({
    queryKey: ["uploads", id],
    queryFn: () =>
      wire.read(id).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }),
  });
}

export interface Asked {
  readonly kind: Kind | null;
  readonly reading: Reading | null;
  readonly columns: Types;
}

/** A file as it is understood. */
export function inspectionQuery(id: string, asked: Asked) {
  return queryOptions({
    queryKey: ["inspections", id, asked],
    queryFn: ({ signal }) =>
      answerAs<Inspection>(
        api.POST("/api/uploads/{upload_id}/inspection", { params: path(id), body: { ...asked }, signal }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export async function keepDataset(upload: string, title: string, recipe: Recipe): Promise<Dataset> {
  const kept = await answerAs<Dataset>(api.POST("/api/datasets", { body: { upload, title, recipe } }));
  await refetchDatasets();
  return kept;
}

const named = (name: string) => ({ params: { path: { name } } });

export async function renameDataset(name: string, title: string): Promise<void> {
  await answerAs(api.PATCH("/api/datasets/{name}", { ...named(name), body: { title } }));
  await queryClient.invalidateQueries({ queryKey: ["datasets"] });
}

export async function deleteDataset(name: string): Promise<void> {
  await api.DELETE("/api/datasets/{name}", named(name));
  await refetchDatasets();
  queryClient.removeQueries({ queryKey: ["datasets", name] });
}

function refetchDatasets(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: datasetsQuery.queryKey, exact: true });
}
