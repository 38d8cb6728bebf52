import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { answerAs, api } from "@/api/client";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Dataset = Schemas["DatasetOut"];
export type Field = Schemas["DataField"];
export type Samples = Schemas["SamplesOut"];
export type Sample = Schemas["Sample"];

export const SAMPLES_PAGE = 24;

/** Every data set, in the order of the gallery. They do not change while Layerloom runs. */
export const datasetsQuery = queryOptions({
  queryKey: ["datasets"],
  queryFn: () => answerAs<Dataset[]>(api.GET("/api/datasets")),
  staleTime: Number.POSITIVE_INFINITY,
});

export function datasetQuery(name: string) {
  return queryOptions({
    queryKey: ["datasets", name],
    queryFn: () => answerAs<Dataset>(api.GET("/api/datasets/{name}", { params: { path: { name } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The data set that a run was made on, for everyone who may see the run. */
export function runDatasetQuery(run: string) {
  return queryOptions({
    queryKey: ["runs", run, "dataset"],
    queryFn: () => answerAs<Dataset>(api.GET("/api/runs/{run_id}/dataset", { params: { path: { run_id: run } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function fetchSamples(name: string, start: number, count: number): Promise<Samples> {
  return answerAs<Samples>(
    api.GET("/api/datasets/{name}/samples", { params: { path: { name }, query: { start, count } } }),
  );
}

/** The first few samples, for a card. */
export function fewSamplesQuery(name: string, count: number) {
  return queryOptions({
    queryKey: ["datasets", name, "samples", count],
    queryFn: () => fetchSamples(name, 0, count),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Samples a page at a time. */
export function samplesQuery(name: string) {
  return infiniteQueryOptions({
    queryKey: ["datasets", name, "pages"],
    queryFn: ({ pageParam }) => fetchSamples(name, pageParam, SAMPLES_PAGE),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.samples.length < SAMPLES_PAGE ? undefined : pages.length * SAMPLES_PAGE),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
