import { answerAs, api } from "@/api/client";
import { queryClient } from "@/app/session";
import { runQuery } from "./queries";
import type { Run } from "./types";

const of = (id: string) => ({ params: { path: { run_id: id } } });

/** What can be asked of a run while it trains, pauses or has ended; each answer says where the run stands now. */
export const runCommands = {
  pause: (id: string) => answerAs<Run>(api.POST("/api/runs/{run_id}/pause", of(id))),
  resume: (id: string) => answerAs<Run>(api.POST("/api/runs/{run_id}/resume", of(id))),
  step: (id: string, batches: number) =>
    answerAs<Run>(api.POST("/api/runs/{run_id}/step", { ...of(id), body: { batches } })),
  rate: (id: string, learning_rate: number) =>
    answerAs<Run>(api.POST("/api/runs/{run_id}/rate", { ...of(id), body: { learning_rate } })),
  async continue(id: string, epochs: number): Promise<Run> {
    const run = await answerAs<Run>(api.POST("/api/runs/{run_id}/continue", { ...of(id), body: { epochs } }));
    await queryClient.invalidateQueries({ queryKey: runQuery(id).queryKey });
    return run;
  },
};
