import { SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { LiveRun, Snapshot } from "../liveRun";
import { isOver } from "../states";
import type { RunDetail } from "../types";
import { AfterwardsView } from "./AfterwardsView";
import { BoundaryView } from "./BoundaryView";
import { EpochSlider } from "./EpochSlider";
import classes from "./eyes.module.css";
import { useShown, type View } from "./inside";
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
  const isTrained = run.has_model && isOver(state);
  const offered = VIEWS.filter(({ value }) =>
    value === "afterwards" ? isTrained : value === "judged" || live.history.looks.of(value).length > 0,
  );
  const view = offered.some(({ value }) => value === shown.view) ? shown.view : "judged";
  const moments = live.history.looks.of(view === "afterwards" ? "judged" : view);
  const moment = momentAt(moments, epoch);
  if (!run.eyes) {
    return <Text c="dimmed">This run is not watched: that was switched off under Training when it was started.</Text>;
  }
  if (!moment) {
    return (
      <Text c="dimmed" py="xl" ta="center">
        {isOver(state)
          ? "Nothing was looked at: this run ended before its first epoch did, or it is older than these pictures."
          : "What the network has learned appears here after the first epoch."}
      </Text>
    );
  }
  const slider = <EpochSlider moments={moments} epoch={epoch} onChange={setEpoch} isLive={!isOver(state)} />;
  return (
    <Stack gap="md">
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
      {view === "weights" && (
        <WeightsView run={run.id} runName={runName} moment={moment} newest={moments.at(-1) ?? moment} />
      )}
      {view === "boundary" && (
        <BoundaryView run={run} runName={runName} moment={moment} slider={slider} isTrained={isTrained} />
      )}
      {view === "judged" && <JudgedView run={run} runName={runName} moment={moment} isTrained={isTrained} />}
    </Stack>
  );
}
