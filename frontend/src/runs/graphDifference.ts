/** What was added, removed and changed between two networks: nodes paired by their id, or by what they are where they were renamed. */
import type { Difference } from "./settings";
import { valueText } from "./settings";
import type { Document } from "./types";

type Node = Document["nodes"][number];

export type Change = "same" | "added" | "removed" | "changed";

/** A node of either network with its like in the other. */
export interface Pair {
  before: Node | null;
  after: Node | null;
  change: Change;
  /** What differs, one row a parameter; empty unless the change is "changed". */
  details: Difference[];
}

export interface GraphDifference {
  pairs: Pair[];
  /** The change of each node, by its id in the network before and in the one after. */
  before: ReadonlyMap<string, Change>;
  after: ReadonlyMap<string, Change>;
}

/** Pairs the nodes of two networks and says what became of each. */
export function graphDifference(before: Document, after: Document): GraphDifference {
  const likes = likesOf(before, after);
  const renamed = new Map([...likes].map(([old, now]) => [now, old]));
  const feeds = { before: feedsOf(before, (id) => id), after: feedsOf(after, (id) => renamed.get(id) ?? id) };
  const later = new Map(after.nodes.map((node) => [node.id, node]));
  const pairs = before.nodes.map((node): Pair => {
    const like = later.get(likes.get(node.id) ?? "");
    if (!like) return { before: node, after: null, change: "removed", details: [] };
    const details = rows(told(node, feeds.before), told(like, feeds.after));
    return { before: node, after: like, change: details.length > 0 ? "changed" : "same", details };
  });
  const added = after.nodes.filter((node) => !renamed.has(node.id));
  pairs.push(...added.map((node): Pair => ({ before: null, after: node, change: "added", details: [] })));
  return {
    pairs,
    before: new Map(pairs.flatMap((pair) => (pair.before ? [[pair.before.id, pair.change]] : []))),
    after: new Map(pairs.flatMap((pair) => (pair.after ? [[pair.after.id, pair.change]] : []))),
  };
}

/** The node of the network after that each node of the one before has become. */
function likesOf(before: Document, after: Document): Map<string, string> {
  const free = new Map(after.nodes.map((node) => [node.id, node]));
  const likes = new Map<string, string>();
  const pair = (node: Node, like: Node | undefined) => {
    if (!like) return;
    likes.set(node.id, like.id);
    free.delete(like.id);
  };
  for (const node of before.nodes) pair(node, free.get(node.id));
  const alone = () => before.nodes.filter((node) => !likes.has(node.id));
  for (const node of alone())
    pair(
      node,
      [...free.values()].find((other) => meaning(other) === meaning(node)),
    );
  const earlier = feedsOf(before, (id) => likes.get(id) ?? id);
  const later = feedsOf(after, (id) => id);
  for (const node of alone()) {
    const standsThere = (other: Node) => other.layer === node.layer && later.get(other.id) === earlier.get(node.id);
    pair(node, [...free.values()].find(standsThere));
  }
  return likes;
}

function meaning({ layer, config, call, shares, repeat }: Node): string {
  return JSON.stringify([layer, config ?? {}, call ?? {}, shares ?? null, repeat ?? 1]);
}

/** What feeds each node, as one text, with ids as `name` has them. */
function feedsOf(network: Document, name: (id: string) => string): Map<string, string> {
  const wires = network.edges.toSorted((a, b) => a.to[1].localeCompare(b.to[1]) || a.to[2] - b.to[2]);
  const feeds = new Map<string, string>();
  for (const { from, to } of wires) {
    const source = from[1] === 0 ? name(from[0]) : `${name(from[0])} (output ${from[1]})`;
    const known = feeds.get(to[0]);
    feeds.set(to[0], known === undefined ? source : `${known}, ${source}`);
  }
  return feeds;
}

/** Everything that is said of a node, by the words on screen. */
function told(node: Node, feeds: ReadonlyMap<string, string>): Map<string, string> {
  const rows = new Map([
    ["name", node.id],
    ["layer", node.layer],
    ["fed by", feeds.get(node.id) ?? "–"],
  ]);
  for (const [name, value] of Object.entries({ ...node.config, ...node.call })) rows.set(name, valueText(value));
  if ((node.repeat ?? 1) > 1) rows.set("repeat", String(node.repeat));
  if (node.shares) rows.set("weights of", node.shares);
  return rows;
}

function rows(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Difference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .map((name) => ({ name, values: [before.get(name) ?? "–", after.get(name) ?? "–"] }))
    .filter(({ values: [old, now] }) => old !== now);
}

/** "2 added, 1 removed, 3 changed", or that nothing differs. */
export function differenceText({ pairs }: GraphDifference): string {
  const count = (change: Change) => pairs.filter((pair) => pair.change === change).length;
  const parts = (["added", "removed", "changed"] as const)
    .filter((change) => count(change) > 0)
    .map((change) => `${count(change)} ${change}`);
  return parts.length > 0 ? `${parts.join(", ")}.` : "The two networks are the same.";
}
