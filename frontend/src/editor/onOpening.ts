/** A change that waits until its network is opened: what another page asked for is one undoable step there. */
import type { Document } from "@/graph/types";

export type Awaited = { readonly label: string; readonly change: (document: Document) => Document };

let awaited: (Awaited & { readonly network: string }) | null = null;

/** Keeps a change for the next time a network is opened in this window. */
export function whenOpened(network: string, change: Awaited): void {
  awaited = { network, ...change };
}

/** The change that waits for a network, once. */
export function takeAwaited(network: string): Awaited | null {
  const found = awaited?.network === network ? awaited : null;
  awaited = null;
  return found;
}
