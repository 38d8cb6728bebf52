import { measuredText } from "./numbers";
import type { Dataset, Document, Field } from "./types";

/** The fields that the network's outputs are compared with. */
function targets(network: Document, dataset: Dataset): Field[] {
  const bound = network.training.outputs.map((output) => output.field);
  const names = new Set(bound.length > 0 ? bound : [dataset.target]);
  return dataset.fields.filter((field) => names.has(field.name));
}

/** In which unit losses and errors are counted, where the data set scales its target; null where it does not. */
export function unitsNote(network: Document, dataset: Dataset): string | null {
  const scaled = targets(network, dataset).filter((field) => field.scale?.length === 1 && field.kind === "value");
  if (scaled.length === 0) return null;
  const units = scaled.map((field) => {
    const unit = `${measuredText(field.scale?.[0] ?? 1)} ${field.unit}`.trim();
    return `of ${field.title} stands for ${unit}${field.unit ? "" : " of its own units"}`;
  });
  return `Training counts in standardised units, and so do loss and errors: 1 ${units.join(", 1 ")}. Predictions are given in the data's own units.`;
}
