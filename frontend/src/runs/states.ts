import type { RunState } from "./types";

/** How a state is written, and the colour that goes with the word. */
export const STATES: Record<RunState, { label: string; color: string }> = {
  queued: { label: "Queued", color: "gray" },
  starting: { label: "Starting", color: "blue" },
  running: { label: "Running", color: "blue" },
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
