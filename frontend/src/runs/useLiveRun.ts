import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { queryClient } from "@/app/session";
import { LiveRun, type Snapshot } from "./liveRun";
import { eventsQuery, noteState } from "./queries";
import { isOver } from "./states";
import type { Run } from "./types";

const AROUND = { fetchHistory: (id: string) => queryClient.fetchQuery(eventsQuery(id)), noteState };

/** Follows these runs: by socket while they are under way, from the kept history when they were over at first sight. */
export function useLiveRuns(runs: readonly Pick<Run, "id" | "state">[]): LiveRun[] {
  const [kept] = useState(() => new Map<string, LiveRun>());
  const key = runs.map((run) => run.id).join(",");
  const lives = useMemo(() => (key === "" ? [] : key.split(",").map((id) => keep(kept, id))), [kept, key]);

  useEffect(() => {
    for (const run of runs) kept.get(run.id)?.begin(isOver(run.state));
    for (const live of kept.values()) if (!runs.some((run) => run.id === live.id)) live.stop();
  });

  useEffect(() => {
    const hurry = () => {
      for (const live of kept.values()) live.hurry();
    };
    window.addEventListener("online", hurry);
    return () => {
      window.removeEventListener("online", hurry);
      for (const live of kept.values()) live.stop();
    };
  }, [kept]);
  return lives;
}

function keep(kept: Map<string, LiveRun>, id: string): LiveRun {
  const live = kept.get(id) ?? new LiveRun(id, AROUND);
  kept.set(id, live);
  return live;
}

/** What React shows of a live run, a few times a second at most. */
export function useSnapshot(live: LiveRun): Snapshot {
  return useSyncExternalStore(live.subscribe, live.snapshot);
}
