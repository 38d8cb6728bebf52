/** What is said of a node of a network, by the words on screen. */
import { isKerasObject } from "@/graph/kerasObject";
import type { Document } from "./types";

export type Node = Document["nodes"][number];
type KerasObject = Document["training"]["optimizer"];

/** A network, or the inside of one of its blocks. */
export type Level = Pick<Document, "nodes" | "edges">;

/** "Adam(learning_rate=0.01)", or only the name where everything is at its default. */
export function objectText(object: KerasObject): string {
  const parts = Object.entries(object.config ?? {}).map(([name, value]) => `${name}=${valueText(value)}`);
  return parts.length > 0 ? `${object.class_name}(${parts.join(", ")})` : object.class_name;
}

/** A parameter's value as it stands in tables. */
export function valueText(value: unknown): string {
  if (isKerasObject(value)) return objectText(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What feeds each node, as one text, with ids as `name` has them; the port is named where a layer has several. */
export function feedsOf(level: Level, name: (id: string) => string): Map<string, string> {
  const wires = level.edges.toSorted((a, b) => a.to[1].localeCompare(b.to[1]) || a.to[2] - b.to[2]);
  const feeds = new Map<string, string>();
  for (const { from, to } of wires) {
    const source = from[1] === 0 ? name(from[0]) : `${name(from[0])} (output ${from[1]})`;
    const said = to[1] === "inputs" ? source : `${source} as ${to[1]}`;
    const known = feeds.get(to[0]);
    feeds.set(to[0], known === undefined ? said : `${known}, ${said}`);
  }
  return feeds;
}

/** Everything that a node's layer is: its parameters, how it is called, what it shares its weights with, and what feeds it. */
export function nodeRows(node: Node, feeds: ReadonlyMap<string, string>): Map<string, string> {
  const rows = new Map<string, string>();
  for (const [name, value] of Object.entries(node.config ?? {})) rows.set(name, valueText(value));
  for (const [name, value] of Object.entries(node.call ?? {})) rows.set(`called with ${name}`, valueText(value));
  if ((node.repeat ?? 1) > 1) rows.set("repeat", String(node.repeat));
  if (node.shares) rows.set("weights of", node.shares);
  const fed = feeds.get(node.id);
  if (fed !== undefined) rows.set("fed by", fed);
  return rows;
}

/** Outputs of a network or a block, in order. */
export function outputsText(outputs: readonly (readonly [string, number])[] | undefined): string {
  const names = (outputs ?? []).map(([id, place]) => (place === 0 ? id : `${id} (output ${place})`));
  return names.join(", ") || "what no wire leaves";
}

/** The weights that a network starts from. */
export function startText({ weights }: Pick<Document, "weights">): string {
  return weights ? `${weights.title || "weights"} (${weights.digest.slice(0, 8)})` : "drawn by the seed";
}
