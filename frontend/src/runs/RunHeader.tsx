import { Anchor, Button, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { MouseEvent } from "react";
import { Link, useNavigate } from "react-router";
import { sentenceOf } from "@/api/client";
import { TrialOf } from "@/sweeps/TrialOf";
import { ExportButton } from "./ExportButton";
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
  const position = snapshot.state === null ? run.position : snapshot.position;
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start">
        <div>
          <Anchor component={Link} to={`/networks/${run.network}`} size="sm">
            {run.document.name}
          </Anchor>
          <Group gap="sm">
            <Title order={1} size="h2">
              {run.name}
            </Title>
            <span role="status">
              <StateBadge state={state} position={position} />
            </span>
          </Group>
          <TrialOf run={run} />
        </div>
        <Group gap="xs" onClickCapture={ignoreRepeated}>
          <RunControls run={run} live={live} snapshot={snapshot} />
          {isOver(state) && run.has_model && <ExportButton run={run} />}
          <AgainButton run={run} isMain={isOver(state)} />
        </Group>
      </Group>
      <RunProgress run={run} snapshot={snapshot} />
      <LoadLine snapshot={snapshot} />
      {run.platform && (
        <Text size="sm" c="dimmed">
          {run.platform}
        </Text>
      )}
      <LineNote snapshot={snapshot} />
    </Stack>
  );
}

/** The second click of a double click is no new wish: by then another button may stand there, as Resume where Pause was. */
function ignoreRepeated(event: MouseEvent<HTMLElement>): void {
  if (event.detail < 2 || !(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return;
  event.preventDefault();
  event.stopPropagation();
}

function AgainButton({ run, isMain }: { run: RunDetail; isMain: boolean }) {
  const navigate = useNavigate();
  const again = useMutation({
    mutationFn: () => startRun(run.network, run.document, run),
    onSuccess: (next) => navigate(`/runs/${next.id}`),
    onError: (error) => notifications.show({ color: "red", title: "No run was started", message: sentenceOf(error) }),
  });
  if (!isMain) return null;
  return (
    <Button leftSection={<IconRefresh size={16} />} onClick={() => again.mutate()} loading={again.isPending}>
      Train again
    </Button>
  );
}

function RunProgress({ run, snapshot }: { run: RunDetail; snapshot: Snapshot }) {
  const { pace } = snapshot;
  const state = snapshot.state ?? run.state;
  const epochs = pace?.epochs ?? run.epochs;
  const done = Math.round((pace?.done ?? (epochs > 0 ? run.epoch / epochs : 0)) * 100);
  return (
    <Stack gap={4}>
      <Progress.Root size="sm">
        <Progress.Section
          value={done}
          color={state === "failed" ? "red" : undefined}
          aria-label="Epochs trained"
          aria-valuetext={progressText(run, snapshot)}
        />
      </Progress.Root>
      <Text size="sm" c="dimmed" style={{ fontVariantNumeric: "tabular-nums" }}>
        {progressText(run, snapshot)}
      </Text>
    </Stack>
  );
}

function progressText(run: RunDetail, snapshot: Snapshot): string {
  const state = snapshot.state ?? run.state;
  const { pace } = snapshot;
  if (isOver(state)) {
    const trained = Math.max(snapshot.epochs, run.epoch);
    const early = snapshot.stoppedEarly ? ", stopped early because it no longer got better" : "";
    return `${trained} of ${pace?.epochs ?? run.epochs} epochs trained${tookText(run)}${early}`;
  }
  const waitsFor = snapshot.state === null ? run.waits_for : snapshot.waitsFor;
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

function LineNote({ snapshot }: { snapshot: Snapshot }) {
  const { line } = snapshot;
  if (line.kind === "reconnecting") {
    return (
      <Text size="sm" role="status">
        The line to the server is down. Training goes on; the curves catch up when the line is back.
      </Text>
    );
  }
  return line.kind === "ended" && line.reason !== null ? <Text size="sm">{line.reason}</Text> : null;
}
