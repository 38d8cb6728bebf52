/** What each loss is compared with, by the same table as the server's (designer/core/losses.py; the test holds both to it). */
import type { DataField } from "./types";

/** A class number, one column a class, 0 or 1, or numbers. */
export type Target = "index" | "one_hot" | "binary" | "numbers";

export const LOSSES: Readonly<Record<Target, readonly string[]>> = {
  index: ["SparseCategoricalCrossentropy"],
  one_hot: [
    "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy",
    "CategoricalGeneralizedCrossEntropy",
    "CategoricalHinge",
    "KLDivergence",
  ],
  binary: ["BinaryCrossentropy", "BinaryFocalCrossentropy"],
  numbers: [
    "MeanSquaredError",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredLogarithmicError",
    "Huber",
    "LogCosh",
    "Poisson",
    "CosineSimilarity",
  ],
};

/** What a loss wants to compare with; null where the table does not know it. */
export function targetOf(loss: string): Target | null {
  const rows = Object.entries(LOSSES) as [Target, readonly string[]][];
  return rows.find(([, names]) => names.includes(loss))?.[0] ?? null;
}

/** What a field can be to a loss. */
function targetsOf(field: DataField): readonly Target[] {
  if (field.kind === "class") return field.classes?.length === 2 ? ["index", "binary"] : ["index"];
  return field.kind === "image" ? ["numbers", "binary"] : ["numbers"];
}

/** Whether a loss can judge a field; one that the table does not know may judge anything. */
export function fits(loss: string, field: DataField): boolean {
  const target = targetOf(loss);
  return target === null || targetsOf(field).includes(target);
}
