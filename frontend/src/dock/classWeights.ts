/** Class weights as the form shows them: none, balanced, or a number a class. */
import type { Dataset, OutputBinding, Training } from "@/graph/types";

export type ClassWeight = Training["class_weight"];
export type Way = "none" | "balanced" | "each";

export function wayOf(weights: ClassWeight): Way {
  if (weights === null) return "none";
  return weights === "balanced" ? "balanced" : "each";
}

export function weightsFor(way: Way): ClassWeight {
  if (way === "each") return {};
  return way === "balanced" ? "balanced" : null;
}

/** The names of the classes that can be weighed: those of the one output's field; none where there are several, or no classes. */
export function weighable(outputs: readonly Pick<OutputBinding, "field">[], dataset: Dataset | undefined): string[] {
  const [only, ...others] = outputs;
  if (!only || others.length > 0) return [];
  const field = dataset?.fields.find(({ name }) => name === only.field);
  return field?.kind === "class" ? [...(field.classes ?? [])] : [];
}

/** The weights with one of them changed; 1 is what every class counts that has none. */
export function withWeight(weights: ClassWeight, label: number, weight: number): ClassWeight {
  const others = Object.entries(typeof weights === "object" && weights !== null ? weights : {});
  const kept = others.filter(([key]) => key !== String(label));
  return Object.fromEntries(weight === 1 ? kept : [...kept, [String(label), weight]]);
}
