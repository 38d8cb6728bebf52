import { isOver, STATES } from "@/runs/states";
import type { Sweep, SweepState, Trial } from "./types";

type Look = { label: string; color: string };

/** How a trial's state is written: as a run's, or ended early. */
export function trialLook(state: Trial["state"]): Look {
  return state === "pruned" ? { label: "Pruned", color: "grape" } : STATES[state];
}

/** How a sweep's state is written. */
export function sweepLook(state: SweepState): Look {
  return STATES[state];
}

export function hasEnded(trial: Pick<Trial, "state">): boolean {
  return trial.state === "pruned" || isOver(trial.state);
}

/** Whether nothing more will come of a sweep, until it is asked to go on. */
export function isDone(sweep: Pick<Sweep, "state" | "trials">): boolean {
  return isOver(sweep.state) && sweep.trials.every(hasEnded);
}

/** How many of its trials are over; those that were deleted are. */
export function endedTrials(sweep: Pick<Sweep, "proposed" | "trials">): number {
  return sweep.proposed - sweep.trials.filter((trial) => !hasEnded(trial)).length;
}
