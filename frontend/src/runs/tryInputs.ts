import { numbersOf } from "@/datasets/fieldText";
import type { Dataset, Document, Field, Sample } from "./types";
import type { Inputs } from "./usePrediction";

/** The fields that feed a network's Inputs, each once. */
export function inputFields(network: Document, dataset: Dataset): Field[] {
  const bound = network.training.inputs.map((binding) => binding.field);
  const names = new Set(bound.length > 0 ? bound : [dataset.input]);
  return dataset.fields.filter((field) => names.has(field.name));
}

/** A shown sample as inputs of a model: pictures come in 0 to 255 and go in 0 to 1. */
export function inputsFromSample(sample: Sample, fields: readonly Field[]): Inputs {
  return Object.fromEntries(fields.map((field) => [field.name, valueFromSample(sample.values[field.name], field)]));
}

function valueFromSample(value: unknown, field: Field): unknown {
  return field.kind === "image" ? scaled(value) : value;
}

function scaled(value: unknown): unknown {
  return Array.isArray(value) ? value.map(scaled) : Number(value) / 255;
}

/** The inputs to ask about, or null while one of them is missing. A grey drawing is repeated for each channel. */
export function readyInputs(values: Inputs, fields: readonly Field[]): Inputs | null {
  const entries = fields.map((field) => [field.name, readyValue(values[field.name], field)] as const);
  return entries.some(([, value]) => value === null) ? null : Object.fromEntries(entries);
}

function readyValue(value: unknown, field: Field): unknown {
  if (field.classes.length > 0) return field.classes.includes(String(value)) ? value : null;
  if (value === null || value === undefined || value === "") return null;
  if (field.kind === "image") return withChannels(value, field.shape[2] ?? 1);
  if (field.kind === "tokens" || field.kind === "text") return String(value).trim() === "" ? null : value;
  if (field.kind === "vector" || field.kind === "series") return isComplete(value, field) ? value : null;
  return value;
}

function withChannels(rows: unknown, channels: number): unknown {
  if (!Array.isArray(rows)) return null;
  return rows.map((row: unknown) =>
    Array.isArray(row)
      ? row.map((pixel: unknown) => (Array.isArray(pixel) ? pixel : new Array(channels).fill(pixel)))
      : row,
  );
}

function isComplete(value: unknown, field: Field): boolean {
  const wanted = field.shape.reduce((product, size) => product * size, 1);
  const numbers = numbersOf(value);
  return numbers.length === wanted && numbers.every(Number.isFinite);
}
