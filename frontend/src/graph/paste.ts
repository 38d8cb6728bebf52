/** The clipboard: a piece of a network as text, and putting it back under new names. */
import { closeGaps, type Point } from "./edit";
import { freshId } from "./ids";
import type { Catalog, Document, Edge, Node } from "./types";

export type Clip = { readonly layerloom: 1; readonly nodes: readonly Node[]; readonly edges: readonly Edge[] };

/** The chosen nodes and the wires between them. */
export function copyNodes(document: Document, ids: ReadonlySet<string>): Clip {
  return {
    layerloom: 1,
    nodes: document.nodes.filter((node) => ids.has(node.id)),
    edges: document.edges.filter((edge) => ids.has(edge.from[0]) && ids.has(edge.to[0])),
  };
}

function isNode(value: unknown): value is Node {
  if (typeof value !== "object" || value === null) return false;
  const node = value as Partial<Node>;
  const at: unknown = node.at;
  return (
    typeof node.id === "string" &&
    typeof node.layer === "string" &&
    typeof node.config === "object" &&
    node.config !== null &&
    Array.isArray(at) &&
    at.length === 2 &&
    at.every(Number.isFinite)
  );
}

function isEdge(value: unknown): value is Edge {
  if (typeof value !== "object" || value === null) return false;
  const { from, to } = value as { from?: unknown; to?: unknown };
  if (!Array.isArray(from) || !Array.isArray(to)) return false;
  return from.length === 2 && to.length === 3 && typeof from[0] === "string" && typeof to[0] === "string";
}

/** Reads the clipboard's text; null when it holds anything else. */
export function parseClip(text: string): Clip | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof data !== "object" || data === null || !("layerloom" in data)) return null;
  const { nodes, edges } = data as { nodes?: unknown; edges?: unknown };
  if (!Array.isArray(nodes) || !Array.isArray(edges) || !nodes.every(isNode) || !edges.every(isEdge)) return null;
  return { layerloom: 1, nodes, edges };
}

export type Pasted = { readonly document: Document; readonly ids: readonly string[] };

/** Adds a clip under fresh names, its inner wires and their order kept, moved by `by`. */
export function pasteClip(document: Document, catalog: Catalog, clip: Clip, by: Point): Pasted {
  const taken = new Set(document.nodes.map((node) => node.id));
  const names = new Map<string, string>();
  const nodes = clip.nodes.map((node): Node => {
    const id = freshId(node.layer, taken, catalog.layers[node.layer]?.auto_name);
    taken.add(id);
    names.set(node.id, id);
    return { ...node, id, at: [node.at[0] + by[0], node.at[1] + by[1]] };
  });
  const edges = clip.edges.flatMap((edge): Edge[] => {
    const start = names.get(edge.from[0]);
    const end = names.get(edge.to[0]);
    return start && end ? [{ from: [start, edge.from[1]], to: [end, edge.to[1], edge.to[2]] }] : [];
  });
  return {
    document: { ...document, nodes: [...document.nodes, ...nodes], edges: [...document.edges, ...closeGaps(edges)] },
    ids: nodes.map((node) => node.id),
  };
}

/** How far to move a clip so that its middle comes to lie on `point`. */
export function offsetTo(clip: Clip, point: Point): Point {
  const xs = clip.nodes.map((node) => node.at[0]);
  const ys = clip.nodes.map((node) => node.at[1]);
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return clip.nodes.length ? [Math.round(point[0] - middle(xs)), Math.round(point[1] - middle(ys))] : [0, 0];
}
