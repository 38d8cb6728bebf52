import { readLocalStorageValue, useLocalStorage } from "@mantine/hooks";
import type { Wish } from "./types";

/** A habit of the person at this browser, not a property of a network: a document that is given away trains anywhere. */
const HABIT = { key: "layerloom-where", defaultValue: { device: "any", backend: "any" } as Wish } as const;

/** What runs that are started here ask to be trained on. */
export function wished(): Wish {
  return { ...HABIT.defaultValue, ...readLocalStorageValue<Wish>(HABIT) };
}

export function useWish() {
  return useLocalStorage<Wish>(HABIT);
}
