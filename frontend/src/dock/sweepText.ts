/** What a sweep will do, in words. */
import { combinations, plannedTrials } from "@/graph/sweep";
import type { Sweep, SweepField } from "@/graph/types";
import { tickText } from "@/runs/eyes/scale";
import { valueText } from "@/runs/nodeText";

/** "16, 32, 64", or "0.0001 to 0.01, logarithmic". */
export function spanText(field: Pick<SweepField, "values" | "low" | "high" | "step" | "log">): string {
  if (field.values) return field.values.map(valueText).join(", ");
  const end = (value: number | null) => (value === null ? "?" : tickText(value));
  const how = field.log ? ", logarithmic" : field.step ? `, in steps of ${tickText(field.step)}` : "";
  return `${end(field.low)} to ${end(field.high)}${how}`;
}

export const METHODS: Readonly<Record<Sweep["method"], { label: string; says: string }>> = {
  grid: { label: "Grid", says: "Tries every combination, in order." },
  random: { label: "Random", says: "Draws each value by chance: often as good as a grid, with fewer trials." },
  optuna: { label: "Optuna", says: "Learns from the trials so far where good values lie, and looks there (TPE)." },
};

export const PRUNINGS: Readonly<Record<Sweep["pruning"], { label: string; says: string }>> = {
  none: { label: "none", says: "Every trial trains for all its epochs." },
  median: { label: "median", says: "Ends a trial that is worse than half of the others were after as many epochs." },
  hyperband: { label: "Hyperband", says: "Starts many trials with few epochs and lets only the best of them go on." },
};

/** How many combinations there are, and how many of them are tried; empty where there is no end of them. */
export function countText(sweep: Sweep): string {
  const all = combinations(sweep.fields);
  if (all === null) return sweep.method === "grid" ? "A grid needs a list, or a range with steps, for each field." : "";
  const combos = all === 1 ? "1 combination" : `${all.toLocaleString("en")} combinations`;
  if (sweep.method !== "grid") return `${combos} there are; ${sweep.trials} trials.`;
  const planned = plannedTrials(sweep);
  return planned === all ? `${combos}, all tried.` : `${combos}; the first ${planned} are tried.`;
}
