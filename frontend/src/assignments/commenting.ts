/** What a teacher wrote beside the nodes of a hand-in, for the canvas to show. */
import { create } from "zustand";

/** A node inside a block stands by its path: "use/inner". */
type Written = { readonly node: string | null; readonly text: string };

const NONE: ReadonlyMap<string, readonly string[]> = new Map();

/** The texts by their nodes. */
export function textsByNode(comments: readonly Written[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { node, text } of comments) if (node !== null) found.set(node, [...(found.get(node) ?? []), text]);
  return found;
}

export const useComments = create<{ readonly texts: ReadonlyMap<string, readonly string[]> }>(() => ({ texts: NONE }));

export function showComments(comments: readonly Written[]): void {
  useComments.setState({ texts: textsByNode(comments) });
}

export function clearComments(): void {
  useComments.setState({ texts: NONE });
}
