import { create } from "zustand";

/** The owner of the shared layer that the pointer is over: all its uses light up. */
export const useSiblings = create<{ owner: string | null }>(() => ({ owner: null }));

export function pointAt(owner: string | null): void {
  if (useSiblings.getState().owner !== owner) useSiblings.setState({ owner });
}
