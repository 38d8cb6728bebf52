import { afterEach, expect, it, vi } from "vitest";
import { api } from "@/api/client";
import { queryClient } from "@/app/session";
import { sweepsQuery } from "@/sweeps/queries";
import { afterwardsQuery, lookedAtQuery, planeQuery } from "./eyes/queries";
import { HELD_OUT, judgedQuery, noteState, runQuery, runsQuery } from "./queries";
import type { RunDetail, Trained } from "./types";

afterEach(() => {
  vi.restoreAllMocks();
  queryClient.clear();
});

/** Everything that a page asks of a trained network. */
async function askAll(run: Trained): Promise<void> {
  await queryClient.fetchInfiniteQuery(judgedQuery(run, HELD_OUT));
  await queryClient.fetchQuery(afterwardsQuery(run));
  await queryClient.fetchQuery(lookedAtQuery(run, { part: "held_out", index: 0 }));
  await queryClient.fetchQuery(planeQuery(run, [0, 1], null));
}

it("asks a trained network once, and the next one anew when its run has ended again", async () => {
  const get = vi.spyOn(api, "GET").mockResolvedValue({ data: { samples: [] }, response: new Response() } as never);
  const asked = async (ended: string | null) => {
    get.mockClear();
    await askAll({ id: "r", ended });
    return get.mock.calls.length;
  };
  expect([await asked("noon"), await asked("noon")]).toEqual([4, 0]);
  expect([await asked(null), await asked(null)]).toEqual([4, 4]);
  expect([await asked("one"), await asked("one")]).toEqual([4, 0]);
});

it("asks for the runs and the sweeps of a network once a run of it is over", () => {
  const lists = [runsQuery("n").queryKey, sweepsQuery("n").queryKey];
  for (const key of lists) queryClient.setQueryData(key, []);
  queryClient.setQueryData(runQuery("r").queryKey, { id: "r", network: "n" } as RunDetail);
  noteState("r", { state: "finished", position: null, wait: null, failure: null });
  expect(lists.map((key) => queryClient.getQueryState(key)?.isInvalidated)).toEqual([true, true]);
});
