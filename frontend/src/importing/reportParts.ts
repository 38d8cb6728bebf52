import { plural } from "@/graph/format";
import type { Document } from "@/graph/types";
import type { Note } from "./read";

export type Group = { readonly kind: Note["kind"]; readonly title: string; readonly notes: readonly Note[] };

const TITLES: readonly (readonly [Note["kind"], string])[] = [
  ["unread", "Not read"],
  ["changed", "Changed on the way"],
  ["read", "Read"],
];

/** The lines of a report by what they tell, the most important first; groups without lines are left out. */
export function groupsOf(report: readonly Note[]): readonly Group[] {
  return TITLES.map(([kind, title]) => ({ kind, title, notes: report.filter((note) => note.kind === kind) })).filter(
    (group) => group.notes.length > 0,
  );
}

export type Piece = { readonly text: string; readonly isCode: boolean };

/** A sentence in pieces: what stands between backticks is code. */
export function piecesOf(message: string): readonly Piece[] {
  return message
    .split(/`([^`]+)`/)
    .map((text, place) => ({ text, isCode: place % 2 === 1 }))
    .filter(({ text }) => text !== "");
}

/** "12 layers, 2 blocks · with its weights" */
export function contentOf(document: Document): string {
  const blocks = Object.keys(document.blocks).length;
  const parts = [plural(document.nodes.length, "layer"), ...(blocks > 0 ? [plural(blocks, "block")] : [])];
  return document.weights ? `${parts.join(", ")} · with weights` : parts.join(", ");
}

/** Items under keys of their own: several of one name are counted. */
export function keyed<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
): readonly (readonly [key: string, item: T])[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const name = nameOf(item);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return [`${name} ${count}`, item] as const;
  });
}
