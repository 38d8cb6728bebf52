/** What was added, removed and changed between two networks: nodes paired by their id, or by what they are where they were renamed. */
import { blockName } from "@/graph/blocks";
import { feedsOf, type Level, type Node, nodeRows, outputsText, startText } from "./nodeText";
import { blockRows, type Difference } from "./settings";
import type { Document } from "./types";

export type Change = "same" | "added" | "removed" | "changed";

/** A node of either network with its like in the other. */
export interface Pair {
  /** The block in which it stands; null for the network itself. */
  within: string | null;
  before: Node | null;
  after: Node | null;
  change: Change;
  /** What differs, one row a parameter; empty unless the change is "changed". */
  details: Difference[];
}

export interface GraphDifference {
  /** Those of the network, then those within its blocks. */
  pairs: Pair[];
  /** What differs of the network as a whole, and of its blocks beside their layers. */
  whole: Difference[];
  /** The change of each node of the network itself, by its id in the network before and in the one after. */
  before: ReadonlyMap<string, Change>;
  after: ReadonlyMap<string, Change>;
}

const EMPTY: Level = { nodes: [], edges: [] };

/** Pairs the nodes of two networks, and those within their blocks, and says what became of each. */
export function graphDifference(before: Document, after: Document): GraphDifference {
  const [old, now] = [before.blocks ?? {}, after.blocks ?? {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const inside = names.flatMap((name) => levelPairs(old[name] ?? EMPTY, now[name] ?? EMPTY, name));
  const beside = new Map(names.map((name) => [name, blockDifference(name, old, now)]));
  const whole = [...rows(wholeRows(before), wholeRows(after)), ...[...beside.values()].flat()];
  const differing = names.filter((name) => beside.get(name)?.length);
  const pairs = markUses([...levelPairs(before, after, null), ...inside], differing);
  const own = pairs.filter(({ within }) => within === null);
  return {
    pairs,
    whole,
    before: new Map(own.flatMap((pair) => (pair.before ? [[pair.before.id, pair.change]] : []))),
    after: new Map(own.flatMap((pair) => (pair.after ? [[pair.after.id, pair.change]] : []))),
  };
}

function wholeRows(network: Document): Map<string, string> {
  return new Map([
    ["Outputs", outputsText(network.outputs)],
    ["dtype policy", network.dtype_policy ?? "float32"],
    ["Starting weights", startText(network)],
  ]);
}

type Blocks = NonNullable<Document["blocks"]>;

/** What differs of a block that both networks have, beside its layers. */
function blockDifference(name: string, old: Blocks, now: Blocks): Difference[] {
  const [before, after] = [old[name], now[name]];
  if (!before || !after) return [];
  return rows(blockRows(before), blockRows(after)).map((row) => ({ ...row, name: `${name} › ${row.name}` }));
}

/** Nodes that use a block in which something changed are changed as well, and so are those that use the block they stand in. */
function markUses(pairs: readonly Pair[], differing: readonly string[]): Pair[] {
  const within = pairs.flatMap((pair) => (pair.within !== null && pair.change !== "same" ? [pair.within] : []));
  const changed = new Set([...differing, ...within]);
  const usesChanged = ({ after, change }: Pair) =>
    change === "same" && changed.has(blockName(after?.layer ?? "") ?? "");
  for (let size = -1; size !== changed.size; ) {
    size = changed.size;
    for (const pair of pairs) if (pair.within !== null && usesChanged(pair)) changed.add(pair.within);
  }
  const details = [{ name: "inside", values: ["as it was", "changed"] }];
  return pairs.map((pair): Pair => (usesChanged(pair) ? { ...pair, change: "changed", details } : pair));
}

function levelPairs(before: Level, after: Level, within: string | null): Pair[] {
  const likes = likesOf(before, after);
  const renamed = new Map([...likes].map(([old, now]) => [now, old]));
  const feeds = { before: feedsOf(before, (id) => id), after: feedsOf(after, (id) => renamed.get(id) ?? id) };
  const later = new Map(after.nodes.map((node) => [node.id, node]));
  const pairs = before.nodes.map((node): Pair => {
    const like = later.get(likes.get(node.id) ?? "");
    if (!like) return { within, before: node, after: null, change: "removed", details: [] };
    const details = rows(told(node, feeds.before), told(like, feeds.after));
    return { within, before: node, after: like, change: details.length > 0 ? "changed" : "same", details };
  });
  const added = after.nodes.filter((node) => !renamed.has(node.id));
  return [
    ...pairs,
    ...added.map((node): Pair => ({ within, before: null, after: node, change: "added", details: [] })),
  ];
}

/** The node of the network after that each node of the one before has become. */
function likesOf(before: Level, after: Level): Map<string, string> {
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

/** Everything that is said of a node, by the words on screen. */
function told(node: Node, feeds: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([["name", node.id], ["layer", node.layer], ...nodeRows(node, feeds)]);
}

function rows(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Difference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .map((name) => ({ name, values: [before.get(name) ?? "–", after.get(name) ?? "–"] }))
    .filter(({ values: [old, now] }) => old !== now);
}

/** "2 added, 1 removed, 3 changed", or that nothing differs. */
export function differenceText({ pairs, whole }: GraphDifference): string {
  const count = (change: Change) => pairs.filter((pair) => pair.change === change).length;
  const parts = (["added", "removed", "changed"] as const)
    .filter((change) => count(change) > 0)
    .map((change) => `${count(change)} ${change}`);
  if (parts.length > 0) return `${parts.join(", ")}.`;
  return whole.length > 0
    ? "The layers are the same; the networks differ as a whole."
    : "The two networks are the same.";
}
