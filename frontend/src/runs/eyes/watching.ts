import { readLocalStorageValue, useLocalStorage } from "@mantine/hooks";

/** A habit of the person at this browser, not a property of a network. */
const HABIT = { key: "layerloom-watch", defaultValue: true } as const;

/** Whether runs that are started here are watched. */
export function isWatching(): boolean {
  return readLocalStorageValue<boolean>(HABIT) ?? true;
}

export function useWatching() {
  return useLocalStorage<boolean>(HABIT);
}
