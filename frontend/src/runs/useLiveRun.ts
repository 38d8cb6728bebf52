import { useEffect, useMemo, useSyncExternalStore } from "react";
import { queryClient } from "@/app/session";
import { LiveRun, type Snapshot } from "./liveRun";
import { eventsQuery, noteState } from "./queries";
import { isOver } from "./states";
import type { Run } from "./types";

const AROUND = { fetchHistory: (id: string) => queryClient.fetchQuery(eventsQuery(id)), noteState };

/** Follows these runs: by socket while they are under way, from the kept history when they were over at first sight. */
export function useLiveRuns(runs: readonly Pick<Run, "id" | "state">[]): LiveRun[] {
  const key = runs.map((run) => run.id).join(",");
  const lives = useMemo(() => (key === "" ? [] : key.split(",").map((id) => new LiveRun(id, AROUND))), [key]);

  useEffect(() => {
    for (const run of runs) lives.find((live) => live.id === run.id)?.begin(isOver(run.state));
  });

  useEffect(() => {
    const hurry = () => {
      for (const live of lives) live.hurry();
    };
    window.addEventListener("online", hurry);
    return () => {
      window.removeEventListener("online", hurry);
      for (const live of lives) live.stop();
    };
  }, [lives]);
  return lives;
}

/** What React shows of a live run, a few times a second at most. */
export function useSnapshot(live: LiveRun): Snapshot {
  return useSyncExternalStore(live.subscribe, live.snapshot);
}
