import { Button, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { tell } from "@/app/tell";
import { TrialOf } from "@/sweeps/TrialOf";
import { DeleteRunButton } from "./DeleteRunButton";
import { ExportButton } from "./ExportButton";
import { LiveHead } from "./LiveHead";
import { LoadLine } from "./LoadLine";
import type { LiveRun, Snapshot } from "./liveRun";
import { durationText } from "./numbers";
import { startRun } from "./queries";
import { RunControls } from "./RunControls";
import { secondsOf } from "./runsTable";
import { StateBadge } from "./StateBadge";
import { isOver } from "./states";
import type { RunDetail, RunState } from "./types";

interface RunHeaderProps {
  run: RunDetail;
  live: LiveRun;
  snapshot: Snapshot;
}

/** What the run is, how far it has come, and the buttons that stop it or start it again. */
export function RunHeader({ run, live, snapshot }: RunHeaderProps) {
  const state = snapshot.state ?? run.state;
  const place = snapshot.state === null ? run : snapshot;
  const isOwn = run.author === null;
  const epochs = snapshot.pace?.epochs ?? run.epochs;
  const share = snapshot.pace?.done ?? (epochs > 0 ? run.epoch / epochs : 0);
  return (
    <LiveHead
      of={run}
      state={<StateBadge state={state} place={place} />}
      about={<TrialOf run={run} />}
      buttons={
        <>
          {isOwn && <RunControls run={run} live={live} snapshot={snapshot} />}
          {isOver(state) && run.has_model && <ExportButton run={run} />}
          {isOwn && isOver(state) && <DeleteRunButton run={run} />}
          {isOwn && <AgainButton run={run} isMain={isOver(state)} />}
        </>
      }
      progress={{ label: "Epochs trained", share, text: progressText(run, snapshot), failed: state === "failed" }}
      line={snapshot.line}
      meanwhile="Training goes on; the curves catch up when the line is back."
    >
      <LoadLine snapshot={snapshot} />
      {run.platform && (
        <Text size="sm" c="dimmed">
          {run.platform}
        </Text>
      )}
    </LiveHead>
  );
}

function AgainButton({ run, isMain }: { run: RunDetail; isMain: boolean }) {
  const navigate = useNavigate();
  const again = useMutation({
    mutationFn: () => startRun(run.network, run.document, run),
    onSuccess: (next) => navigate(`/runs/${next.id}`),
    onError: tell("No run was started"),
  });
  if (!isMain) return null;
  return (
    <Button leftSection={<IconRefresh size={16} />} onClick={() => again.mutate()} loading={again.isPending}>
      Train again
    </Button>
  );
}

const EARLY = {
  no_better: "stopped early because it no longer got better",
  no_number: "ended since the loss was no number",
} as const;

function progressText(run: RunDetail, snapshot: Snapshot): string {
  const state = snapshot.state ?? run.state;
  const { pace } = snapshot;
  if (isOver(state)) {
    const trained = Math.max(snapshot.epochs, run.epoch);
    const early = snapshot.early ? `, ${EARLY[snapshot.early]}` : "";
    const cut = run.cut ? `. ${run.cut}` : "";
    return `${trained} of ${pace?.epochs ?? run.epochs} epochs trained${tookText(run)}${early}${cut}`;
  }
  const waitsFor = snapshot.state === null ? run.waits_for : snapshot.waitsFor;
  const gaveWay = snapshot.state === null ? run.gave_way : snapshot.gaveWay;
  if (state === "queued" && gaveWay) return waitsFor ?? "Paused to let others train; goes on by itself";
  if (state === "queued" && (pace === null || waitsFor)) return waitsFor ?? "Waiting for a free worker";
  if (pace === null) return waitingText(state, run);
  if (state === "paused") return `Paused in epoch ${pace.epoch} of ${pace.epochs}`;
  const left = pace.left === null || state !== "running" ? "" : `, about ${durationText(pace.left)} left`;
  return `Epoch ${pace.epoch} of ${pace.epochs}${left}`;
}

function waitingText(state: RunState, run: RunDetail): string {
  if (state === "paused") return `Paused in epoch ${Math.min(run.epoch + 1, run.epochs)} of ${run.epochs}`;
  return state === "starting" ? "Getting ready" : `Epoch ${Math.min(run.epoch + 1, run.epochs)} of ${run.epochs}`;
}

function tookText(run: RunDetail): string {
  const seconds = secondsOf(run);
  return seconds === undefined ? "" : ` in ${durationText(seconds)}`;
}
