/** Between lines of code and nodes, and between one text and the next. */
import type { Document } from "@/graph/types";

export type Lines = readonly [first: number, last: number];
/** Of each node, the lines that speak of it; of a layer within a block, under `block.<block>.<node>`. */
export type LinesOfNodes = Readonly<Record<string, readonly number[]>>;

const BLOCK = "block.";

/** Under which names the nodes of an opened block stand among the lines; empty for the network itself. */
export function prefixOf(document: Document, inside: readonly string[]): string {
  let { nodes } = document;
  let prefix = "";
  for (const use of inside) {
    const layer = nodes.find((node) => node.id === use)?.layer ?? "";
    prefix = `${layer}.`;
    nodes = document.blocks[layer.slice(BLOCK.length)]?.nodes ?? [];
  }
  return prefix;
}

/** The lines of a node, where there are any. */
export function linesOf(lines: LinesOfNodes, node: string | null, prefix: string): Lines | null {
  const found = node === null ? undefined : lines[`${prefix}${node}`];
  return found?.[0] !== undefined && found[1] !== undefined ? [found[0], found[1]] : null;
}

/** The node that a line speaks of: of several, the one with the fewest lines. */
export function nodeAt(lines: LinesOfNodes, line: number, prefix: string): string | null {
  let best: string | null = null;
  let length = Number.POSITIVE_INFINITY;
  for (const [name, [first = 0, last = 0]] of Object.entries(lines)) {
    const isShown = prefix === "" ? !name.startsWith(BLOCK) : name.startsWith(prefix);
    if (isShown && first <= line && line <= last && last - first < length) {
      best = name.slice(prefix.length);
      length = last - first;
    }
  }
  return best;
}

export type Change = { readonly from: number; readonly to: number; readonly insert: string };

/** What turns one text into another, from the first character that differs to the last: what lies around it keeps its place. */
export function changeBetween(before: string, after: string): Change | null {
  if (before === after) return null;
  const shortest = Math.min(before.length, after.length);
  let from = 0;
  while (from < shortest && before[from] === after[from]) from += 1;
  let behind = 0;
  while (behind < shortest - from && before[before.length - 1 - behind] === after[after.length - 1 - behind])
    behind += 1;
  return { from, to: before.length - behind, insert: after.slice(from, after.length - behind) };
}

/** The line to be marked: where brackets do not match Python names the later one, and the slip is mostly at the one that was left open. */
export function markedLine(message: string, line: number): number {
  const opened = /does not match opening parenthesis .+ on line (\d+)/.exec(message)?.[1];
  return opened === undefined ? line : Number(opened);
}
