import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answerAs, api } from "@/api/client";
import type { Moment } from "./looks";
import type { Judged } from "./types";

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
