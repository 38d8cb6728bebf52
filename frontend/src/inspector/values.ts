/** Parameters as text: writing a value into a field, and reading what a person typed. */
import { equalJson } from "@/graph/document";
import type { Param } from "@/graph/types";

/** `value` is undefined where the parameter goes back to its default. */
export type Reading =
  | { readonly value: unknown; readonly error: null }
  | { readonly value?: never; readonly error: string };

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const LARGEST = 2 ** 53;

function good(value: unknown): Reading {
  return { value, error: null };
}

function bad(error: string): Reading {
  return { error };
}

function bounds(param: Param, value: number): string | null {
  if (param.minimum != null && value < param.minimum) return `${param.name} is at least ${param.minimum}.`;
  if (param.maximum != null && value > param.maximum) return `${param.name} is at most ${param.maximum}.`;
  return Math.abs(value) > LARGEST ? `${param.name} is too large a number.` : null;
}

function readNumber(param: Param, text: string, isWhole: boolean): Reading {
  const kind = isWhole ? "a whole number" : "a number";
  if (!NUMBER.test(text)) return bad(`${param.name} is ${kind}; received ${text}.`);
  const value = Number(text);
  if (!Number.isFinite(value) || (isWhole && !Number.isInteger(value)))
    return bad(`${param.name} is ${kind}; received ${text}.`);
  const error = bounds(param, value);
  return error ? bad(error) : good(value);
}

/** The items of "3, 3", "(3, 3)", "3 × 3" and "3 x 3". */
function items(text: string): string[] {
  const inner = text.replace(/^[([]\s*|\s*[)\]]$/g, "");
  return inner.split(/\s*[,×]\s*|\s+x\s+|\s+/).filter((item) => item !== "");
}

function readItems(param: Param, text: string, isWhole: boolean): Reading {
  const values: number[] = [];
  for (const item of items(text)) {
    const reading = readNumber(param, item, isWhole);
    if (reading.error !== null) return reading;
    values.push(Number(item));
  }
  if (param.length != null && values.length !== param.length) {
    return bad(
      `${param.name} takes ${param.length} numbers, such as ${Array.from({ length: param.length }, () => 3).join(", ")}; received ${values.length}.`,
    );
  }
  return good(values);
}

function readOneOrMany(param: Param, text: string, isWhole: boolean): Reading {
  return items(text).length === 1 && !/^[([]/.test(text)
    ? readNumber(param, text, isWhole)
    : readItems(param, text, isWhole);
}

function readShape(param: Param, text: string): Reading {
  const sizes: (number | null)[] = [];
  for (const item of items(text)) {
    if (/^(none|any|null|\?)$/i.test(item)) sizes.push(null);
    else if (/^\d+$/.test(item) && Number(item) > 0) sizes.push(Number(item));
    else
      return bad(
        `${param.name} is a list of sizes, such as 28, 28, 1, with None where any size will do; received ${item}.`,
      );
  }
  return good(sizes);
}

function readJson(param: Param, text: string): Reading {
  try {
    return good(
      JSON.parse(
        text
          .replace(/\(/g, "[")
          .replace(/\)/g, "]")
          .replace(/,\s*\]/g, "]")
          .replaceAll("None", "null")
          .replaceAll("True", "true")
          .replaceAll("False", "false"),
      ),
    );
  } catch {
    return bad(`${param.name} is written as in Python: numbers, "text", [lists] and {"names": values}.`);
  }
}

const READERS: Readonly<Record<string, (param: Param, text: string) => Reading>> = {
  int: (param, text) => readNumber(param, text, true),
  float: (param, text) => readNumber(param, text, false),
  number: (param, text) => readNumber(param, text, false),
  schedule: (param, text) => readNumber(param, text, false),
  floats: (param, text) => readItems(param, text, false),
  tuple: (param, text) => readItems(param, text, false),
  int_or_tuple: (param, text) => readOneOrMany(param, text, true),
  float_or_range: (param, text) => readOneOrMany(param, text, false),
  int_or_pairs: (param, text) =>
    /[([].*[([]/.test(text)
      ? readJson(param, `[${text.replace(/^[([](?=\s*[([])|(?<=[)\]]\s*)[)\]]$/g, "")}]`)
      : readOneOrMany(param, text, true),
  string: (_, text) => good(text),
  shape: readShape,
};

/** Reads a field. Empty text and the default mean the same: nothing is kept in the config. */
export function readParam(param: Param, text: string): Reading {
  const trimmed = text.trim();
  if (trimmed === "" && (param.kind !== "shape" || param.nullable)) {
    return param.required ? bad(`${param.name} needs a value.`) : good(undefined);
  }
  if (/^none$/i.test(trimmed) && param.nullable) return good(param.default === null ? undefined : null);
  const reading = (READERS[param.kind] ?? readJson)(param, trimmed);
  return reading.error === null && isDefault(param, reading.value) ? good(undefined) : reading;
}

/** Whether a value says nothing that Keras would not do by itself. A required parameter has no default. */
export function isDefault(param: Param, value: unknown): boolean {
  return !param.required && equalJson(value, param.default);
}

/** A value as the text of a field. */
export function writeParam(kind: Param["kind"] | "list", value: unknown): string {
  if (value === undefined) return "";
  if (value === null) return "None";
  if (Array.isArray(value) && value.every((item) => typeof item === "number" || item === null)) {
    return value.map((item) => (item === null ? "None" : String(item))).join(", ");
  }
  if (typeof value === "string" && kind !== "json") return value;
  return typeof value === "object" || typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** The default, as it stands in an empty field. */
export function placeholderOf(param: Param): string {
  return param.required ? "" : writeParam(param.kind, param.default ?? null);
}
