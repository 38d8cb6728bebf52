/** Schedules of a learning rate: how one begins, and what is left of it. */
import type { KerasObject, ObjectSpec, Param } from "@/graph/types";
import { configOf } from "./objects";

const FIRST = "initial_learning_rate";

/** A new schedule with what the catalogue says works; it begins at the rate that there was. */
export function scheduleFrom(spec: ObjectSpec, before: unknown, param: Param): KerasObject {
  const starts = (spec.params ?? []).flatMap(({ name, start }) =>
    start === undefined || start === null ? [] : [[name, start] as const],
  );
  const config: Record<string, unknown> = Object.fromEntries(starts);
  const rate = typeof before === "object" ? configOf(before)[FIRST] : (before ?? param.default);
  if (FIRST in config && typeof rate === "number") config[FIRST] = rate;
  return { class_name: spec.name, config };
}

/** The number that a schedule began with; undefined, the default, where there is none. */
export function rateOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const first = configOf(value)[FIRST];
  return typeof first === "number" ? first : undefined;
}
