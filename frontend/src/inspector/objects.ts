/** Keras objects in configs: a name alone ("he_normal") or a class with arguments. */

import { withKey } from "@/graph/edit";
import { snakeCase } from "@/graph/ids";
import { isKerasObject } from "@/graph/kerasObject";
import type { Config, KerasObject, ObjectSpec } from "@/graph/types";

function plain(name: string): string {
  return name.toLowerCase().replaceAll("_", "");
}

/** The class that a value names, under any of the names that Keras takes. */
export function classOf(value: unknown, specs: Readonly<Record<string, ObjectSpec>>): string | null {
  const name = isKerasObject(value) ? value.class_name : typeof value === "string" ? value : null;
  if (name === null) return null;
  return Object.keys(specs).find((candidate) => plain(candidate) === plain(name)) ?? name;
}

export function configOf(value: unknown): Config {
  return isKerasObject(value) ? (value.config ?? {}) : {};
}

/** A class without arguments: by its short name where `isShort` says that Keras's defaults are written so, too. */
export function objectValue(name: string, config: Config, isShort: boolean): KerasObject | string {
  return isShort && Object.keys(config).length === 0 ? snakeCase(name) : { class_name: name, config };
}

/** The value with one of its arguments changed. */
export function withArgument(
  value: unknown,
  name: string,
  key: string,
  argument: unknown,
  isShort: boolean,
): KerasObject | string {
  return objectValue(name, withKey(configOf(value), key, argument), isShort);
}
