/** Values of a field in words, and its numbers in a row. */
import { measuredText } from "@/runs/numbers";
import { dayText } from "./days";
import type { Field } from "./queries";

const MOST_SAID = 3;

/** A class's name, or numbers with their unit: of many the first, and how many there are. */
export function plainText(field: Field, value: unknown): string {
  if (Array.isArray(value)) return severalText(field, numbersOf(value));
  if (typeof value !== "number") return String(value ?? "");
  return `${measuredText(value)} ${field.unit}`.trim();
}

function severalText(field: Field, values: readonly number[]): string {
  const first = `${values.slice(0, MOST_SAID).map(measuredText).join(", ")} ${field.unit}`.trim();
  const more = values.length - MOST_SAID;
  return more > 0 ? `${first} and ${more.toLocaleString("en")} more` : first;
}

export function numbersOf(value: unknown): number[] {
  return Array.isArray(value) ? value.flat(3).map(Number) : [];
}

/** A field's numbers in a row; of a series of several columns, those of the first. */
export function firstColumn(field: Field, value: unknown): number[] {
  const columns = field.shape.slice(1).reduce((product, size) => product * size, 1);
  return numbersOf(value).filter((_, place) => place % columns === 0);
}

/** One number of a field: a date where its column is one. */
export function columnText(field: Field, place: number, value: number): string {
  const column = field.columns[place];
  return column !== undefined && field.dates.includes(column) ? dayText(value) : measuredText(value);
}
