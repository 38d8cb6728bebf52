import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answerAs, api } from "@/api/client";
import { queryClient } from "@/app/session";
import { freshness } from "../queries";
import type { Trained } from "../types";
import type { Place } from "./inside";
import type { Moment } from "./looks";
import type { Afterwards, Bounded, Chosen, Judged, Layered, LookedAt, Plane, Weighed } from "./types";

const place = (run: string, { epoch }: Moment) => ({ params: { path: { run_id: run, epoch } } });
const kept = { staleTime: Number.POSITIVE_INFINITY, placeholderData: keepPreviousData } as const;

/** How the network did after an epoch. */
export function judgedLookQuery(run: string, moment: Moment) {
  return queryOptions({
    queryKey: ["runs", run, "eyes", "judged", moment],
    queryFn: () => answerAs<Judged>(api.GET("/api/runs/{run_id}/eyes/judged/{epoch}", place(run, moment))),
    ...kept,
  });
}

/** What every layer made of the chosen samples after an epoch. */
export function layersQuery(run: string, moment: Moment) {
  return queryOptions({
    queryKey: ["runs", run, "eyes", "layers", moment],
    queryFn: () => answerAs<Layered>(api.GET("/api/runs/{run_id}/eyes/layers/{epoch}", place(run, moment))),
    ...kept,
  });
}

/** What a network said over the plane of its first two numbers after an epoch. */
export function boundaryQuery(run: string, moment: Moment) {
  return queryOptions({
    queryKey: ["runs", run, "eyes", "boundary", moment],
    queryFn: () => answerAs<Bounded>(api.GET("/api/runs/{run_id}/eyes/boundary/{epoch}", place(run, moment))),
    ...kept,
  });
}

/** What each layer of the trained network makes of any sample; a worker is asked. */
export function lookedAtQuery(run: Trained, { part, index }: Place) {
  return queryOptions({
    queryKey: ["runs", run.id, "eyes", "sample", run.ended, part, index],
    queryFn: () =>
      answerAs<LookedAt>(
        api.GET("/api/runs/{run_id}/eyes/samples/{part}/{index}", {
          params: { path: { run_id: run.id, part, index } },
        }),
      ),
    ...kept,
    staleTime: freshness(run),
  });
}

/** What the trained network says over the plane of two numbers; a worker is asked. */
export function planeQuery(run: Trained, [across, up]: readonly [number, number], held: number | null) {
  const query = { across, up, ...(held === null ? {} : { index: held }) };
  return queryOptions({
    queryKey: ["runs", run.id, "eyes", "plane", run.ended, query],
    queryFn: () =>
      answerAs<Plane>(api.GET("/api/runs/{run_id}/eyes/plane", { params: { path: { run_id: run.id }, query } })),
    ...kept,
    staleTime: freshness(run),
  });
}

/** The samples that the layers are shown; they are the same in all looks. */
export function chosenQuery(run: string) {
  return queryOptions({
    queryKey: ["runs", run, "eyes", "chosen"],
    queryFn: () => answerAs<Chosen>(api.GET("/api/runs/{run_id}/eyes/chosen", { params: { path: { run_id: run } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Weights and gradients over time, up to this look. What was fetched before is not fetched again. */
export function weightsQuery(run: string, newest: Moment) {
  const known = ["runs", run, "eyes", "weights"];
  return queryOptions({
    queryKey: [...known, newest],
    queryFn: async () => {
      const before = longest(queryClient.getQueriesData<Weighed[]>({ queryKey: known }));
      const after = before.findLast((look) => !look.is_last)?.epoch ?? 0;
      const params = { path: { run_id: run }, query: { after } };
      const more = await answerAs<Weighed[]>(api.GET("/api/runs/{run_id}/eyes/weights", { params }));
      return [...before.filter((look) => look.epoch <= after), ...more];
    },
    ...kept,
  });
}

function longest(found: readonly [unknown, Weighed[] | undefined][]): Weighed[] {
  return found.reduce<Weighed[]>((best, [, looks]) => (looks && looks.length > best.length ? looks : best), []);
}

/** What can be seen of a trained network; a worker loads it for that. */
export function afterwardsQuery(run: Trained) {
  return queryOptions({
    queryKey: ["runs", run.id, "eyes", "afterwards", run.ended],
    queryFn: () =>
      answerAs<Afterwards>(api.GET("/api/runs/{run_id}/eyes/afterwards", { params: { path: { run_id: run.id } } })),
    staleTime: freshness(run),
  });
}
