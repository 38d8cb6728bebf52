import { SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { LiveRun, Snapshot } from "../liveRun";
import { isOver } from "../states";
import type { RunDetail } from "../types";
import { AfterwardsView } from "./AfterwardsView";
import { BoundaryView } from "./BoundaryView";
import { EpochSlider } from "./EpochSlider";
import classes from "./eyes.module.css";
import { knowsLooks, useShown, type View } from "./inside";
import { JudgedView } from "./JudgedView";
import { LayersView } from "./LayersView";
import { momentAt } from "./looks";
import { WeightsView } from "./WeightsView";

interface InsideTabProps {
  run: RunDetail;
  live: LiveRun;
  snapshot: Snapshot;
  runName: string;
}

const VIEWS: readonly { value: View; label: string }[] = [
  { value: "judged", label: "Right and wrong" },
  { value: "layers", label: "Layers" },
  { value: "weights", label: "Weights" },
  { value: "boundary", label: "Boundary" },
  { value: "afterwards", label: "Afterwards" },
];

/** What the network has learned so far, while it learns and afterwards. */
export function InsideTab({ run, live, snapshot, runName }: InsideTabProps) {
  const [shown, show] = useShown();
  const [epoch, setEpoch] = useState<number | null>(null);
  const state = snapshot.state ?? run.state;
  const isTrained = run.has_model && isOver(state) && run.ended !== null;
  const momentsOf = (view: View) => (view === "afterwards" ? [] : live.history.looks.of(view));
  const offered = VIEWS.filter(
    ({ value }) => momentsOf(value).length > 0 || (isTrained && (value === "layers" || value === "afterwards")),
  );
  if (!knowsLooks(run.eyes, snapshot)) return <Skeleton height={360} />;
  const view = (offered.find(({ value }) => value === shown.view) ?? offered[0])?.value;
  if (!view) {
    return (
      <Text c="dimmed" py="xl" ta="center">
        {emptyText(run.eyes, isOver(state))}
      </Text>
    );
  }
  const moments = momentsOf(view);
  const moment = momentAt(moments, epoch);
  const slider = <EpochSlider moments={moments} epoch={epoch} onChange={setEpoch} isLive={!isOver(state)} />;
  return (
    <Stack gap="md">
      {!run.eyes && (
        <Text size="sm" c="dimmed">
          This run was not watched while it learned; these are looks at its network as it is kept.
        </Text>
      )}
      {offered.length > 1 && (
        <div className={classes.samples}>
          <SegmentedControl
            aria-label="What is looked at"
            w="fit-content"
            value={view}
            onChange={(value) => show({ view: value as View, place: null })}
            data={offered.map(({ value, label }) => ({ value, label }))}
          />
        </div>
      )}
      {view === "afterwards" && <AfterwardsView run={run} runName={runName} />}
      {(view === "judged" || view === "weights") && slider}
      {view === "layers" && (
        <LayersView
          run={run}
          runName={runName}
          moment={moment}
          slider={slider}
          isTrained={isTrained}
          place={shown.place}
          onChange={(place) => show({ view, place })}
        />
      )}
      {view === "weights" && moment && (
        <WeightsView run={run.id} runName={runName} moment={moment} newest={moments.at(-1) ?? moment} />
      )}
      {view === "boundary" && moment && (
        <BoundaryView run={run} runName={runName} moment={moment} slider={slider} isTrained={isTrained} />
      )}
      {view === "judged" && moment && <JudgedView run={run} runName={runName} moment={moment} isTrained={isTrained} />}
    </Stack>
  );
}

function emptyText(isWatched: boolean, hasEnded: boolean): string {
  if (!isWatched)
    return hasEnded
      ? "This run was not watched, and it has no trained network to look into."
      : "This run is not watched: that was switched off under Training when it was started. Once it has ended, its trained network can be looked into here.";
  return hasEnded
    ? "Nothing was looked at: this run ended before its first epoch did, or it is older than these pictures."
    : "What the network has learned appears here after the first epoch.";
}
