/** The table of trials: its order, and its rows for a file. */
import type { Numbers } from "@/runs/eyes/numbers";
import { valueText } from "@/runs/nodeText";
import type { Order } from "@/runs/runsTable";
import { trialLook } from "./sweepStates";
import type { Sweep, Trial } from "./types";

export const FIRST_ORDER: Order = { by: "trial", descending: false };

/** The key of the column of a field, apart from those that the table has of itself. */
export function fieldKey(name: string): string {
  return `field ${name}`;
}

/** How a sweep stands by news of it, whose trials are all of them when a line is opened, and then those that have changed. */
export function withNews(known: Sweep | null, news: Sweep): Sweep {
  const trials = new Map([...(known?.trials ?? []), ...news.trials].map((trial) => [trial.number, trial]));
  for (const number of news.deleted) trials.delete(number);
  return { ...news, trials: [...trials.values()].toSorted((a, b) => a.number - b.number) };
}

type Key = number | string | null | undefined;

function valueBy(by: string): (trial: Trial) => Key {
  if (by === "state") return (trial) => trialLook(trial.state).label;
  if (by === "objective") return (trial) => trial.objective;
  if (by === "epoch") return (trial) => trial.epoch;
  if (by === "took") return (trial) => trial.seconds;
  if (by === "run") return (trial) => trial.run_name.toLowerCase();
  if (!by.startsWith("field ")) return (trial) => trial.number;
  const name = by.slice("field ".length);
  return ({ values }) => {
    const value = values[name];
    return typeof value === "number" || value == null ? value : valueText(value);
  };
}

/** Trials in order; those without the value come last, whichever way it goes, and equal ones as they were made. */
export function ordered(trials: readonly Trial[], { by, descending }: Order): Trial[] {
  const read = valueBy(by);
  const sign = descending ? -1 : 1;
  return trials.toSorted((a, b) => {
    const [first, second] = [read(a), read(b)];
    if (first == null || second == null) return Number(first == null) - Number(second == null) || a.number - b.number;
    if (first === second) return a.number - b.number;
    return sign * (first < second ? -1 : 1);
  });
}

/** The trials as numbers for a table or a CSV. */
export function numbersOf(sweep: Sweep): Numbers {
  const names = sweep.fields.map(({ name }) => name);
  const cell = (value: unknown) => (typeof value === "number" || value == null ? (value ?? null) : valueText(value));
  return {
    head: ["trial", "state", ...names, sweep.objective, "epochs", "seconds"],
    rows: sweep.trials.map((trial) => [
      trial.number,
      trial.state,
      ...names.map((name) => cell(trial.values[name])),
      trial.objective,
      trial.epoch,
      trial.seconds,
    ]),
  };
}

/** The best objective after each trial that has one, in the order of the trials. */
export function bestSoFar(sweep: Pick<Sweep, "trials" | "direction">): { number: number; best: number }[] {
  const steps: { number: number; best: number }[] = [];
  for (const { number, objective, state } of sweep.trials) {
    if (objective === null || state === "failed") continue;
    const before = steps.at(-1)?.best ?? objective;
    const best = sweep.direction === "min" ? Math.min(before, objective) : Math.max(before, objective);
    steps.push({ number, best });
  }
  return steps;
}

/** "units 32, learning_rate 0.01": what a trial sets, in a line. */
export function valuesText(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${shortValue(value)}`)
    .join(", ");
}

/** A value as it is read out: numbers with four digits at most. */
export function shortValue(value: unknown): string {
  if (value == null) return "–";
  return typeof value === "number" ? String(Number(value.toPrecision(4))) : valueText(value);
}
