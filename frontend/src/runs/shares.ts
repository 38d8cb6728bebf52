import type { Field, Prediction } from "./types";

/** A class and how sure a model is of it. */
export interface Share {
  label: string;
  value: number;
}

/** A prediction by class. One number for two classes is the probability of the second, as a sigmoid gives it. */
export function sharesOf(prediction: Prediction, field: Field | undefined): Share[] {
  const { values } = prediction;
  const classes = field?.classes ?? [];
  const both = classes.length === 2 && values.length === 1 ? [1 - (values[0] ?? 0), values[0] ?? 0] : values;
  return both.map((value, place) => ({ label: classes[place] ?? String(place), value }));
}

/** Whether numbers can be read as probabilities; a last layer without softmax gives any numbers. */
export function areProbabilities(shares: readonly Share[]): boolean {
  return shares.every((share) => share.value >= 0 && share.value <= 1.0001);
}

/** The `count` likeliest classes, likeliest first. */
export function likeliest(shares: readonly Share[], count: number): Share[] {
  return shares.toSorted((a, b) => b.value - a.value).slice(0, count);
}

/** Whether a class was predicted that is not the true one. Numbers and pictures are never called mistakes. */
export function isMistake(
  predictions: readonly Prediction[],
  truth: Record<string, unknown>,
  fields: readonly Field[],
): boolean {
  return predictions.some((prediction) => {
    const field = fields.find((one) => one.name === prediction.field);
    return field?.kind === "class" && prediction.label !== String(truth[prediction.field]);
  });
}
