import { History } from "./history";
import type { RunEvent } from "./types";

type Logs = Record<string, number | null>;

export const makePoint = (step: number, logs: Logs, epoch = step / 10, at = step / 2): RunEvent => ({
  kind: "point",
  step,
  epoch,
  logs,
  at,
});

export const makeEpoch = (epoch: number, logs: Logs, at = epoch * 5): RunEvent => ({
  kind: "epoch",
  step: epoch * 10,
  epoch,
  logs,
  at,
});

export const makeStart = (epochs = 3): RunEvent => ({
  kind: "start",
  epochs,
  continued: 0,
  steps: 10,
  samples: 100,
  validation_samples: 20,
});

/** A history of these events, for tests. */
export function makeHistory(...events: RunEvent[]): History {
  const history = new History();
  history.merge({ events, cursor: "1-0" });
  return history;
}
