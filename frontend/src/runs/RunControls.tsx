import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconAdjustments,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForwardFilled,
  IconPlayerStopFilled,
  IconPlayerTrackNextFilled,
} from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { sentenceOf } from "@/api/client";
import type { LiveRun, Snapshot } from "./liveRun";
import { NumberPopover } from "./NumberPopover";
import { stopRun } from "./queries";
import { runCommands } from "./runCommands";
import { canChangeRate, canContinue, canPause, canStop, isOver } from "./states";
import type { Run, RunDetail } from "./types";

const RATE = { min: 1e-10, max: 1e6, whole: false };
const BATCHES = { min: 1, max: 1000, whole: true };
const EPOCHS = { min: 1, max: 10_000, whole: true };

interface RunControlsProps {
  run: RunDetail;
  live: LiveRun;
  snapshot: Snapshot;
}

/** The buttons that a run's state allows: pause, resume, step, learning rate, stop, more epochs. */
export function RunControls({ run, live, snapshot }: RunControlsProps) {
  const state = snapshot.state ?? run.state;
  const asking = useAsking(live);
  const busy = asking.isPending;
  const ask = (act: () => Promise<Run>) => asking.mutate(act);
  return (
    <>
      {canPause(state) && (
        <Button
          leftSection={<IconPlayerPauseFilled size={16} />}
          onClick={() => ask(() => runCommands.pause(run.id))}
          loading={busy || state === "pausing"}
          variant="default"
        >
          Pause
        </Button>
      )}
      {state === "paused" && (
        <Button
          leftSection={<IconPlayerPlayFilled size={16} />}
          onClick={() => ask(() => runCommands.resume(run.id))}
          loading={busy}
        >
          Resume
        </Button>
      )}
      {state === "paused" && (
        <NumberPopover
          label="Step"
          icon={<IconPlayerSkipForwardFilled size={16} />}
          title="Batches to train"
          action="Step"
          first={1}
          limits={BATCHES}
          busy={busy}
          onNumber={(batches) => ask(() => runCommands.step(run.id, batches))}
        />
      )}
      {canChangeRate(state) && !hasSchedule(run) && (
        <NumberPopover
          label="Learning rate"
          icon={<IconAdjustments size={16} />}
          title="Learning rate"
          action="Change"
          first={snapshot.rate ?? 0.001}
          limits={RATE}
          busy={busy}
          onNumber={(rate) => ask(() => runCommands.rate(run.id, rate))}
        />
      )}
      {!isOver(state) && (
        <Button
          leftSection={<IconPlayerStopFilled size={16} />}
          onClick={() => ask(() => stopRun(run.id))}
          loading={busy}
          disabled={!canStop(state)}
        >
          {canStop(state) ? "Stop" : "Stopping"}
        </Button>
      )}
      {canContinue(state) && run.has_model && (
        <NumberPopover
          label="Continue"
          icon={<IconPlayerTrackNextFilled size={16} />}
          title="More epochs"
          action="Train on"
          first={1}
          limits={EPOCHS}
          busy={busy}
          onNumber={(epochs) => ask(() => runCommands.continue(run.id, epochs))}
        />
      )}
    </>
  );
}

function useAsking(live: LiveRun) {
  return useMutation({
    mutationFn: (act: () => Promise<Run>) => act(),
    onSuccess: ({ state, position, failure, moves }) =>
      live.take({ events: [{ kind: "state", state, position, failure, moves }], cursor: "" }),
    onError: (error) => notifications.show({ color: "red", title: "This was not done", message: sentenceOf(error) }),
  });
}

function hasSchedule(run: RunDetail): boolean {
  return typeof run.document.training.optimizer.config?.learning_rate === "object";
}
