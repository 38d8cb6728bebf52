import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { answerAs, api, errorOf } from "@/api/client";
import { queryClient } from "@/app/session";
import { workersQuery } from "@/workers/queries";
import type { Wish } from "@/workers/types";
import { isWatching } from "./eyes/watching";
import { isOver } from "./states";
import type { Annotation, Document, Frame, JudgedOut, Key, Run, RunDetail, RunsPage, Trained } from "./types";

export const JUDGED_PAGE = 24;

/** A run with its document. */
export function runQuery(id: string) {
  return queryOptions({
    queryKey: ["runs", id],
    queryFn: () => answerAs<RunDetail>(api.GET("/api/runs/{run_id}", { params: { path: { run_id: id } } })),
  });
}

/** The runs of a network, newest first. */
export function runsQuery(network: string) {
  return queryOptions({
    queryKey: ["networks", network, "runs"],
    queryFn: async () => {
      const runs = await answerAs<Run[]>(
        api.GET("/api/networks/{network_id}/runs", { params: { path: { network_id: network } } }),
      );
      return runs.toSorted((a, b) => b.number - a.number);
    },
    staleTime: 0,
  });
}

/** Every run of every network, a page at a time; a sweep is one row. */
export const allRunsQuery = infiniteQueryOptions({
  queryKey: ["all runs"],
  queryFn: ({ pageParam }) =>
    answerAs<RunsPage>(api.GET("/api/runs", { params: { query: { start: pageParam, folded: true } } })),
  initialPageParam: 0,
  getNextPageParam: (last, pages) => {
    const loaded = pages.reduce((sum, { runs }) => sum + runs.length, 0);
    return last.runs.length > 0 && loaded < last.of ? loaded : undefined;
  },
  staleTime: 0,
});

/** The trials of a sweep, the first 500 of them. */
export function trialsQuery(sweep: string) {
  return queryOptions({
    queryKey: ["all runs", "of", sweep],
    queryFn: () => answerAs<RunsPage>(api.GET("/api/runs", { params: { query: { sweep } } })),
    staleTime: 0,
  });
}

/** The runs that were made on a data set: the newest, and how many there are. */
export function runsOnQuery(dataset: string) {
  return queryOptions({
    queryKey: ["all runs", "on", dataset],
    queryFn: () => answerAs<RunsPage>(api.GET("/api/runs", { params: { query: { dataset } } })),
    staleTime: 0,
  });
}

/** The whole history of a run that is over. */
export function eventsQuery(id: string) {
  return queryOptions({
    queryKey: ["runs", id, "events"],
    queryFn: () =>
      answerAs<Frame>(api.GET("/api/runs/{run_id}/events", { params: { path: { run_id: id }, query: { after: "" } } })),
    staleTime: 60_000,
  });
}

/** The log of a run as text. */
export function logQuery(id: string) {
  return queryOptions({
    queryKey: ["runs", id, "log"],
    queryFn: async ({ signal }) => {
      const response = await fetch(`/api/runs/${encodeURIComponent(id)}/log`, { signal });
      if (!response.ok) throw await errorOf(response);
      return response.text();
    },
  });
}

/** Which samples are judged: of which part of the data, in which order, from which on. */
export interface Wanted {
  part: "held_out" | "training";
  order: "in_order" | "hardest" | "easiest";
  first: number;
}

export const HELD_OUT: Wanted = { part: "held_out", order: "in_order", first: 0 };

/** How long what a trained network said stays true: while its run trains, the next pause may bring another one. */
export function freshness({ ended }: Trained): number {
  return ended === null ? 0 : Number.POSITIVE_INFINITY;
}

/** Samples with what the trained model says of them, a page at a time. */
export function judgedQuery(run: Trained, { part, order, first }: Wanted) {
  return infiniteQueryOptions({
    queryKey: ["runs", run.id, "judged", run.ended, part, order, first],
    queryFn: ({ pageParam }) =>
      answerAs<JudgedOut>(
        api.GET("/api/runs/{run_id}/samples", {
          params: { path: { run_id: run.id }, query: { start: first + pageParam, count: JUDGED_PAGE, part, order } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.samples.length < JUDGED_PAGE ? undefined : pages.length * JUDGED_PAGE),
    staleTime: freshness(run),
    placeholderData: keepPreviousData,
  });
}

/** Asks the worker to stop; the answer says where the run stands now. */
export function stopRun(id: string): Promise<Run> {
  return answerAs<Run>(api.POST("/api/runs/{run_id}/stop", { params: { path: { run_id: id } } }));
}

/** Deletes a run with its curves and its model. */
export async function deleteRun({ id, network }: Pick<Run, "id" | "network">): Promise<void> {
  await answerAs<unknown>(api.DELETE("/api/runs/{run_id}", { params: { path: { run_id: id } } }));
  void queryClient.invalidateQueries({ queryKey: ["networks", network, "runs"] });
  void queryClient.invalidateQueries({ queryKey: ["networks"], exact: true });
  void queryClient.invalidateQueries({ queryKey: allRunsQuery.queryKey });
}

/** Keeps a name, notes, tags or a pin with a run; what is left out stays. */
export async function annotateRun(id: string, body: Partial<Annotation>): Promise<Run> {
  const run = await answerAs<Run>(
    api.PATCH("/api/runs/{run_id}/annotation", { params: { path: { run_id: id } }, body: body as Annotation }),
  );
  queryClient.setQueryData(runQuery(id).queryKey, (known) => known && { ...known, ...run, state: known.state });
  void queryClient.invalidateQueries({ queryKey: runsQuery(run.network).queryKey });
  void queryClient.invalidateQueries({ queryKey: allRunsQuery.queryKey });
  return run;
}

/** A new key to a run's model; the one before it is void. */
export function makeKey(id: string): Promise<Key> {
  return answerAs<Key>(api.POST("/api/runs/{run_id}/key", { params: { path: { run_id: id } } }));
}

/** Voids the key to a run's model. */
export async function voidKey(id: string): Promise<void> {
  await answerAs<unknown>(api.DELETE("/api/runs/{run_id}/key", { params: { path: { run_id: id } } }));
}

/** Starts a run of this document, which asks for these devices. */
export async function startRun(network: string, document: Document, wish: Wish): Promise<RunDetail> {
  const run = await answerAs<RunDetail>(
    api.POST("/api/networks/{network_id}/runs", {
      params: { path: { network_id: network } },
      body: { document, eyes: isWatching(), device: wish.device, backend: wish.backend },
    }),
  );
  queryClient.setQueryData(runQuery(run.id).queryKey, run);
  void queryClient.invalidateQueries({ queryKey: runsQuery(network).queryKey });
  return run;
}

/** Takes a state that a socket told into what is already known of a run; asks for the rest once it trains, and once it is over. */
export function noteState(id: string, change: Pick<Run, "state" | "position" | "wait" | "failure">): void {
  queryClient.setQueryData(runQuery(id).queryKey, (known) => known && { ...known, ...change });
  void queryClient.invalidateQueries({ queryKey: workersQuery.queryKey });
  if (change.state === "running") void queryClient.invalidateQueries({ queryKey: runQuery(id).queryKey, exact: true });
  if (isOver(change.state)) {
    const network = queryClient.getQueryData(runQuery(id).queryKey)?.network;
    void queryClient.invalidateQueries({ queryKey: runQuery(id).queryKey, exact: true });
    void queryClient.invalidateQueries({ queryKey: logQuery(id).queryKey });
    for (const list of ["runs", "sweeps"])
      void queryClient.invalidateQueries({ queryKey: network ? ["networks", network, list] : ["networks"] });
    void queryClient.invalidateQueries({ queryKey: ["networks"], exact: true });
  }
}
