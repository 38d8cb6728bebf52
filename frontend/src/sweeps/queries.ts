import { queryOptions } from "@tanstack/react-query";
import { answerAs, api } from "@/api/client";
import { queryClient } from "@/app/session";
import { toWire } from "@/graph/document";
import type { Document } from "@/graph/types";
import { isWatching } from "@/runs/eyes/watching";
import { allRunsQuery } from "@/runs/queries";
import { wished } from "@/workers/wish";
import type { Sweep, SweepDetail } from "./types";

/** A sweep with the document that it was made from. */
export function sweepQuery(id: string) {
  return queryOptions({
    queryKey: ["sweeps", id],
    queryFn: () => answerAs<SweepDetail>(api.GET("/api/sweeps/{sweep_id}", of(id))),
  });
}

/** The sweeps of a network, newest first. */
export function sweepsQuery(network: string) {
  return queryOptions({
    queryKey: ["networks", network, "sweeps"],
    queryFn: () =>
      answerAs<Sweep[]>(api.GET("/api/networks/{network_id}/sweeps", { params: { path: { network_id: network } } })),
    staleTime: 0,
  });
}

const of = (id: string) => ({ params: { path: { sweep_id: id } } });

/** Starts a sweep over the marked fields of a document; gives its id. */
export async function startSweep(network_id: string, document: Document): Promise<string> {
  const sweep = await answerAs<SweepDetail>(
    api.POST("/api/networks/{network_id}/sweeps", {
      params: { path: { network_id } },
      body: { document: toWire(document), eyes: isWatching(), ...wished() },
    }),
  );
  queryClient.setQueryData(sweepQuery(sweep.id).queryKey, sweep);
  return sweep.id;
}

/** What can be asked of a sweep; each answer says how it stands now. */
export const sweepCommands = {
  pause: (id: string) => answerAs<Sweep>(api.POST("/api/sweeps/{sweep_id}/pause", of(id))),
  stop: (id: string) => answerAs<Sweep>(api.POST("/api/sweeps/{sweep_id}/stop", of(id))),
  /** `trials`: how many in all, where that is to change. */
  resume: (id: string, trials: number | null = null) =>
    answerAs<Sweep>(api.POST("/api/sweeps/{sweep_id}/resume", { ...of(id), body: { trials } })),
};

/** Deletes a sweep with its runs. */
export async function deleteSweep(sweep: Pick<Sweep, "id" | "network">): Promise<void> {
  await answerAs<unknown>(api.DELETE("/api/sweeps/{sweep_id}", of(sweep.id)));
  void queryClient.invalidateQueries({ queryKey: ["networks"] });
  void queryClient.invalidateQueries({ queryKey: allRunsQuery.queryKey });
}

/** Takes how a sweep stands now into what is known of it. */
export function noteSweep(sweep: Sweep): void {
  queryClient.setQueryData(sweepQuery(sweep.id).queryKey, (known) => known && { ...known, ...sweep });
  queryClient.setQueryData(sweepsQuery(sweep.network).queryKey, (known) =>
    known?.map((other) => (other.id === sweep.id ? sweep : other)),
  );
}
