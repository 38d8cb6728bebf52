import type { RunState } from "./types";

/** How a state is written, and the colour that goes with the word. */
export const STATES: Record<RunState, { label: string; color: string }> = {
  queued: { label: "Queued", color: "gray" },
  starting: { label: "Starting", color: "blue" },
  running: { label: "Running", color: "blue" },
  pausing: { label: "Pausing", color: "yellow" },
  paused: { label: "Paused", color: "yellow" },
  stopping: { label: "Stopping", color: "orange" },
  finished: { label: "Finished", color: "teal" },
  stopped: { label: "Stopped", color: "orange" },
  failed: { label: "Failed", color: "red" },
};

/** Whether a run has come to its end and will not change any more. */
export function isOver(state: RunState): boolean {
  return state === "finished" || state === "stopped" || state === "failed";
}

/** Whether pressing Stop would still do something. */
export function canStop(state: RunState): boolean {
  return !isOver(state) && state !== "stopping";
}

/** Whether pressing Pause makes sense; while it is pausing, the button stays and waits. */
export function canPause(state: RunState): boolean {
  return state === "starting" || state === "running" || state === "pausing";
}

/** Whether there is a training that could be told something: one that has begun, be it that it waits for a worker to go on with. */
export function canDirect(state: RunState, hasBegun: boolean): boolean {
  if (state === "queued" || state === "starting") return hasBegun;
  return state === "running" || state === "pausing" || state === "paused";
}

/** Whether a run may go on for more epochs. */
export function canContinue(state: RunState): boolean {
  return state === "finished" || state === "stopped";
}
