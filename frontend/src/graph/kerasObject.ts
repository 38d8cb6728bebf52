import type { Config } from "./types";

/** A Keras object in a config: its class, and its arguments where it has some. */
export type Written = { readonly class_name: string; readonly config?: Config };

export function isKerasObject(value: unknown): value is Written {
  return typeof value === "object" && value !== null && "class_name" in value && typeof value.class_name === "string";
}
