/** How many samples are trained and tested with, as far as it can be told before the file is read as a whole. */
import type { Inspection, Recipe } from "./queries";

export interface Counts {
  readonly train: number;
  readonly test: number;
  /** Whether some rows may still be dropped for what they miss. */
  readonly isAtMost: boolean;
}

/** The counts of a recipe's parts; null where the file itself says, or where not all was counted. */
export function splitCounts(inspection: Inspection, recipe: Recipe): Counts | null {
  const { by, test: share } = recipe.split;
  const { count, isAtMost } = kept(inspection, recipe);
  if (count < 2 || by === "given") return null;
  if (by === "column") return byColumn(inspection, recipe);
  if (recipe.kind === "series") return ofWindows(count, recipe, isAtMost);
  const test =
    by === "time" ? Math.min(Math.max(1, roundHalfEven(count * share)), count - 1) : Math.ceil(count * share);
  return { train: count - test, test, isAtMost };
}

/** Windows; those of training end where what is tested begins. */
function ofWindows(rows: number, { window, split }: Recipe, isAtMost: boolean): Counts | null {
  if (!window) return null;
  const count = rows - window.past - window.ahead + 1;
  const test = Math.max(1, roundHalfEven(count * split.test));
  const train = count - test - (window.ahead - 1);
  return train < 1 ? null : { train, test, isAtMost };
}

/** Rows that stay where rows with missing values are dropped. */
function kept(inspection: Inspection, recipe: Recipe): { count: number; isAtMost: boolean } {
  const needed = new Set(neededColumns(recipe));
  const missing = inspection.columns.filter((column) => needed.has(column.name) && column.missing > 0);
  const most = Math.max(0, ...missing.map((column) => column.missing));
  const isAtMost = missing.length > 1 || (missing.length > 0 && inspection.looked_at < inspection.samples);
  return { count: inspection.samples - most, isAtMost };
}

function neededColumns({ inputs, target, missing, split }: Recipe): string[] {
  const splitting = split.column && (split.by === "time" || split.by === "column") ? [split.column] : [];
  const always = [...(target ? [target] : []), ...splitting];
  return missing === "drop" ? [...inputs.flatMap((input) => input.columns), ...always] : always;
}

function byColumn(inspection: Inspection, recipe: Recipe): Counts | null {
  const { split } = recipe;
  const column = inspection.columns.find((one) => one.name === split.column);
  if (!column || split.held_out.length === 0 || inspection.looked_at < inspection.samples) return null;
  const counts = new Map(column.values);
  if (split.held_out.some((value) => !counts.has(value))) return null;
  const test = split.held_out.reduce((sum, value) => sum + (counts.get(value) ?? 0), 0);
  const needed = new Set(neededColumns(recipe));
  const isAtMost = inspection.columns.some((one) => one !== column && one.missing > 0 && needed.has(one.name));
  return { train: inspection.samples - column.missing - test, test, isAtMost };
}

function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
