/** Numbers and values as a person reads them. */
import { isKerasObject } from "./kerasObject";
import type { TensorSpec } from "./types";

const GROUPED = new Intl.NumberFormat("en-US");
const TIMES = " × ";

/** The shape of one sample: the batch axis is left out, and a size known only when data arrives is "any". */
export function formatShape(spec: Pick<TensorSpec, "shape">): string {
  const sizes = spec.shape.slice(1);
  return sizes.length === 0 ? "one number" : sizes.map((size) => (size === null ? "any" : `${size}`)).join(TIMES);
}

/** "28 × 28 × 1", or "one number" for no axes at all. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? "one number" : shape.join(TIMES);
}

/** The shape in words, for those who listen. */
export function speakShape(spec: Pick<TensorSpec, "shape">): string {
  return formatShape(spec).replaceAll(TIMES, " by ");
}

export function formatCount(count: number): string {
  return GROUPED.format(count);
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function scaled(value: number, base: number, units: readonly string[]): string {
  let power = 0;
  let rest = value;
  while (rest >= base && power < units.length - 1) {
    rest /= base;
    power += 1;
  }
  const number = power === 0 ? GROUPED.format(rest) : short(rest).replace(/\.0+$/, "");
  return `${number} ${units[power] ?? ""}`.trimEnd();
}

/** 1,234 → 1.23 k, 25,600,000 → 25.6 M. Below a thousand as it is. */
export function formatCompact(count: number): string {
  return scaled(count, 1000, ["", "k", "M", "G", "T", "P"]);
}

export function formatBytes(bytes: number): string {
  return scaled(bytes, 1024, ["B", "KB", "MB", "GB", "TB"]);
}

/** A parameter's value on a node or in a sentence: 3 × 3, relu, L2. */
export function formatValue(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? "( )" : value.map(formatValue).join(TIMES);
  if (typeof value === "object") return isKerasObject(value) ? value.class_name : "…";
  return String(value);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
