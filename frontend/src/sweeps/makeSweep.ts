/** Builders of small sweeps for tests. */
import type { Sweep, SweptField, Trial } from "./types";

export function makeField(name: string, rest: Partial<SweptField> = {}): SweptField {
  return {
    ...{ name, label: name, node: null, values: null, low: null, high: null, step: null, log: false, integer: false },
    ...rest,
  };
}

export function makeTrial(
  number: number,
  values: Trial["values"],
  objective: number | null,
  rest: Partial<Trial> = {},
): Trial {
  return {
    ...{ number, values, objective, run: `r${number}`, run_name: `Run ${number}`, state: "finished", epoch: 2 },
    ...{ epochs: 2, started: null, ended: null, seconds: number, note: "" },
    ...rest,
  };
}

export function makeSweep(rest: Partial<Sweep>): Sweep {
  return {
    ...{ id: "s", network: "n", number: 1, name: "Sweep 1", state: "running", made: "2026-01-01T00:00:00Z" },
    ...{ ended: null, failure: null, method: "grid", objective: "val_loss", direction: "min", pruning: "none" },
    ...{ fields: [], planned: 3, most: 1000, proposed: 0, trials: [], deleted: [], best: null },
    ...rest,
  };
}
