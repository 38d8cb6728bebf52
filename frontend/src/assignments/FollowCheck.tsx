import { Group, Loader, Text } from "@mantine/core";
import { useEffect, useMemo } from "react";
import type { LiveRun } from "@/runs/liveRun";
import { isOver } from "@/runs/states";
import { useLiveRuns, useSnapshot } from "@/runs/useLiveRun";
import { refreshHandIn } from "./queries";
import { waitingText } from "./standing";
import type { HandIn } from "./types";

/** Milliseconds after which a check that has no training yet is asked for again. */
const AGAIN = 3_000;

/** Asks for a check again while it has no training that could be followed. */
function useAskingAgain(handIn: HandIn) {
  const isBegun = handIn.check_run !== null;
  useEffect(() => {
    if (isBegun) return;
    const timer = setInterval(() => refreshHandIn(handIn), AGAIN);
    return () => clearInterval(timer);
  }, [isBegun, handIn]);
}

/** Follows the training by the server that a check waits for, and fetches what came of it. */
export function FollowCheck({ handIn }: { handIn: HandIn }) {
  const run = handIn.check_run;
  useAskingAgain(handIn);
  const [live] = useLiveRuns(useMemo(() => (run ? [{ id: run, state: "queued" as const }] : []), [run]));
  return (
    <Group gap={8} wrap="nowrap" role="status">
      <Loader size="xs" aria-hidden />
      {live ? <Progress handIn={handIn} live={live} /> : <Text size="sm">Being checked.</Text>}
    </Group>
  );
}

function Progress({ handIn, live }: { handIn: HandIn; live: LiveRun }) {
  const { state, pace, position, wait } = useSnapshot(live);
  const isDone = state !== null && isOver(state);
  useEffect(() => {
    if (isDone) refreshHandIn(handIn);
  }, [isDone, handIn]);
  if (state === null || state === "queued") return <Text size="sm">{waitingText({ position, wait })}</Text>;
  return <Text size="sm">The server trains it{pace ? `: ${Math.round(pace.done * 100)} %` : ""}.</Text>;
}
