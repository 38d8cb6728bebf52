import { Button } from "@mantine/core";
import {
  IconAdjustments,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForwardFilled,
  IconPlayerStopFilled,
  IconPlayerTrackNextFilled,
} from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { tell } from "@/app/tell";
import type { LiveRun, Snapshot } from "./liveRun";
import { NumberPopover } from "./NumberPopover";
import { stopRun } from "./queries";
import { runCommands } from "./runCommands";
import { canContinue, canDirect, canPause, canStop, isOver } from "./states";
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
  const { ask, asked } = useAsking(live);
  const isDirected = canDirect(state, snapshot.pace !== null);
  return (
    <>
      {canPause(state) && (
        <Button
          leftSection={<IconPlayerPauseFilled size={16} />}
          onClick={() => ask("pause", () => runCommands.pause(run.id))}
          loading={asked === "pause" || state === "pausing"}
          data-guide="pause"
          variant="default"
        >
          Pause
        </Button>
      )}
      {state === "paused" && (
        <Button
          leftSection={<IconPlayerPlayFilled size={16} />}
          onClick={() => ask("resume", () => runCommands.resume(run.id))}
          loading={asked === "resume"}
        >
          Resume
        </Button>
      )}
      {isDirected && (
        <NumberPopover
          label="Step"
          icon={<IconPlayerSkipForwardFilled size={16} />}
          title="Batches to train"
          action="Step"
          first={1}
          limits={BATCHES}
          busy={asked === "step"}
          onNumber={(batches) => ask("step", () => runCommands.step(run.id, batches))}
        />
      )}
      {isDirected && !hasSchedule(run) && (
        <NumberPopover
          label="Learning rate"
          icon={<IconAdjustments size={16} />}
          title="Learning rate"
          action="Change"
          first={snapshot.rate ?? 0.001}
          limits={RATE}
          busy={asked === "rate"}
          onNumber={(rate) => ask("rate", () => runCommands.rate(run.id, rate))}
        />
      )}
      {!isOver(state) && (
        <Button
          leftSection={<IconPlayerStopFilled size={16} />}
          onClick={() => ask("stop", () => stopRun(run.id))}
          loading={asked === "stop"}
          disabled={!canStop(state)}
          data-guide="stop"
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
          busy={asked === "continue"}
          onNumber={(epochs) => ask("continue", () => runCommands.continue(run.id, epochs))}
        />
      )}
    </>
  );
}

type Wish = keyof typeof runCommands | "stop";

/** Asks something of the run; `asked` is what is on its way, which keeps nothing else from being asked. */
function useAsking(live: LiveRun) {
  const asking = useMutation({
    mutationFn: ({ act }: { wish: Wish; act: () => Promise<Run> }) => act(),
    onSuccess: ({ state, position, failure, moves }) =>
      live.take({ events: [{ kind: "state", state, position, failure, moves }], cursor: "" }),
    onError: tell("This was not done"),
  });
  return {
    ask: (wish: Wish, act: () => Promise<Run>) => asking.mutate({ wish, act }),
    asked: asking.isPending ? asking.variables.wish : null,
  };
}

function hasSchedule(run: RunDetail): boolean {
  return typeof run.document.training.optimizer.config?.learning_rate === "object";
}
