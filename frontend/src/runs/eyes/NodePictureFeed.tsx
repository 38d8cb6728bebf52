import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { LiveRun } from "../liveRun";
import { runsQuery } from "../queries";
import type { Run } from "../types";
import { useLiveRuns, useSnapshot } from "../useLiveRun";
import { type Moment, momentText } from "./looks";
import { clearPictures, runToFollow, showPictures } from "./nodePictures";
import { layersQuery } from "./queries";

/** Follows the run of a network that trains, for the small pictures of its nodes. Draws nothing itself. */
export function NodePictureFeed({ network }: { network: string }) {
  const { data: runs = [] } = useQuery(runsQuery(network));
  const run = runToFollow(runs);
  const [id, state] = [run?.id, run?.state];
  const [first] = useLiveRuns(useMemo(() => (id && state ? [{ id, state }] : []), [id, state]));
  useEffect(() => clearPictures, []);
  return run && first ? <Followed key={run.id} run={run} live={first} /> : null;
}

function Followed({ run, live }: { run: Run; live: LiveRun }) {
  useSnapshot(live);
  const newest = live.history.looks.of("layers").at(-1);
  return newest ? <Shown run={run} moment={newest} /> : null;
}

function Shown({ run, moment }: { run: Run; moment: Moment }) {
  const { data } = useQuery(layersQuery(run.id, moment));
  useEffect(() => {
    if (data)
      showPictures(
        data.layers,
        `${run.name}, ${momentText({ epoch: data.epoch, isLast: data.is_last && moment.isLast }).toLowerCase()}`,
      );
  }, [data, run.name, moment.isLast]);
  return null;
}
