/** The values of a marked field as the words of its chips, and back. */
import { equalJson } from "@/graph/document";
import type { Catalog, Param } from "@/graph/types";
import { valueText } from "@/runs/nodeText";
import { objectValue } from "./objects";
import { readParam, writeParam } from "./values";

/** A value that can be chosen, and the word for it. */
export type Option = { readonly text: string; readonly value: unknown };

function named(names: readonly string[]): Option[] {
  return names.map((name) => ({ text: name, value: name }));
}

function objects(specs: Readonly<Record<string, unknown>>, isShort: boolean): Option[] {
  return Object.keys(specs).map((name) => {
    const value = objectValue(name, {}, isShort);
    return { text: name, value };
  });
}

/** What a parameter of a closed list can be; null where anything can be typed. */
export function optionsOf(param: Param, catalog: Catalog): Option[] | null {
  switch (param.kind) {
    case "bool":
      return [true, false].map((value) => ({ text: value ? "True" : "False", value }));
    case "choice":
      return named(param.choices ?? []);
    case "activation":
      return named(catalog.activations);
    case "initializer":
      return objects(catalog.initializers, true);
    case "regularizer":
      return objects(catalog.regularizers, false);
    case "constraint":
      return objects(catalog.constraints, false);
    default:
      return null;
  }
}

function chipText(param: Param, value: unknown): string {
  if (value === null) return "None";
  return typeof value === "object" && !Array.isArray(value) ? valueText(value) : writeParam(param.kind, value);
}

/** The word for each value: the option's own, where it is one. */
export function textsOf(param: Param, values: readonly unknown[], options: readonly Option[] | null): string[] {
  return values.map(
    (value) => options?.find((option) => equalJson(option.value, value))?.text ?? chipText(param, value),
  );
}

export type ListReading =
  | { readonly values: readonly unknown[]; readonly error: null }
  | { readonly values?: never; readonly error: string };

/** The values that the chips say, in their order; those that were there already keep what they are. */
export function readTexts(
  param: Param,
  texts: readonly string[],
  before: readonly unknown[],
  options: readonly Option[] | null,
): ListReading {
  const known = new Map([
    ...(options ?? []).map(({ text, value }) => [text, value] as const),
    ...textsOf(param, before, options).map((text, at) => [text, before[at]] as const),
  ]);
  const values: unknown[] = [];
  for (const text of texts) {
    if (known.has(text)) {
      values.push(known.get(text));
      continue;
    }
    const reading = readParam({ ...param, required: true }, text);
    if (reading.error !== null) return reading;
    if (!values.some((value) => equalJson(value, reading.value))) values.push(reading.value);
  }
  return { values, error: null };
}
