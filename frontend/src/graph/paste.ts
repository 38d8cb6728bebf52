/** The clipboard: a piece of a network as text, and putting it back under new names. */
import { adoptBlocks } from "./blockEdits";
import { blockLayer, blocksIn } from "./blocks";
import { completeBlock, completeNode, equalJson, type GivenBlock, indexOf } from "./document";
import { closeGaps, type Point } from "./edit";
import { freshId } from "./ids";
import type { Block, Catalog, Document, Edge, Node } from "./types";

type Owner = Pick<Node, "layer" | "config" | "repeat">;

/** `blocks`: those that the nodes use. `owners`: the layers that the nodes share with others which were not copied. */
export type Clip = {
  readonly layerloom: 1;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly blocks: Readonly<Record<string, Block>>;
  readonly owners: Readonly<Record<string, Owner>>;
};

/** The chosen nodes and the wires between them, with what they need elsewhere. */
export function copyNodes(document: Document, ids: ReadonlySet<string>): Clip {
  const nodes = document.nodes.filter((node) => ids.has(node.id));
  const owners = nodes.flatMap(({ shares }) => {
    const owner = shares && !ids.has(shares) ? indexOf(document).nodes.get(shares) : undefined;
    return owner ? [[owner.id, { layer: owner.layer, config: owner.config, repeat: owner.repeat }] as const] : [];
  });
  const blocks = [...blocksIn(document.blocks, nodes)].flatMap((name) => {
    const block = document.blocks[name];
    return block ? [[name, block] as const] : [];
  });
  return {
    layerloom: 1,
    nodes,
    edges: document.edges.filter((edge) => ids.has(edge.from[0]) && ids.has(edge.to[0])),
    blocks: Object.fromEntries(blocks),
    owners: Object.fromEntries(owners),
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

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readBlocks(value: unknown): Record<string, Block> | null {
  if (value === undefined) return {};
  if (!isRecord(value)) return null;
  const isBlock = (block: unknown): block is GivenBlock =>
    isRecord(block) &&
    Array.isArray(block.nodes) &&
    block.nodes.every(isNode) &&
    Array.isArray(block.edges) &&
    block.edges.every(isEdge);
  const entries = Object.entries(value).map(([name, block]) =>
    isBlock(block) ? ([name, completeBlock(block)] as const) : null,
  );
  return entries.some((entry) => entry === null) ? null : Object.fromEntries(entries.filter((entry) => entry !== null));
}

function readOwners(value: unknown): Record<string, Owner> {
  const owners = Object.entries(isRecord(value) ? value : {}).flatMap(([id, owner]) => {
    if (!isRecord(owner) || typeof owner.layer !== "string" || !isRecord(owner.config)) return [];
    return [[id, { layer: owner.layer, config: owner.config, repeat: Number(owner.repeat) || 1 }] as const];
  });
  return Object.fromEntries(owners);
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
  const { nodes, edges, ...rest } = data as Partial<Record<keyof Clip, unknown>>;
  if (!Array.isArray(nodes) || !Array.isArray(edges) || !nodes.every(isNode) || !edges.every(isEdge)) return null;
  const blocks = readBlocks(rest.blocks);
  return blocks && { layerloom: 1, nodes: nodes.map(completeNode), edges, blocks, owners: readOwners(rest.owners) };
}

export type Pasted = { readonly document: Document; readonly ids: readonly string[] };

/**
 * Whose layer a pasted node uses: the copy of its owner where that was copied too; the owner itself where that is in this network; else it
 * has a layer of its own, with the settings that the owner had.
 */
function settledOwner(document: Document, clip: Clip, names: ReadonlyMap<string, string>, node: Node): Partial<Node> {
  if (!node.shares) return {};
  const copy = names.get(node.shares);
  if (copy) return { shares: copy };
  const owner = clip.owners[node.shares];
  const there = indexOf(document).nodes.get(node.shares);
  if (there && owner && there.layer === owner.layer && equalJson(there.config, owner.config))
    return { shares: there.id };
  return { shares: null, config: owner?.config ?? node.config, repeat: owner?.repeat ?? node.repeat };
}

/** Adds a clip under fresh names, its inner wires and their order kept, moved by `by`. */
export function pasteClip(document: Document, catalog: Catalog, clip: Clip, by: Point): Pasted {
  const adopted = adoptBlocks(document, clip.blocks);
  const layers = new Map([...adopted.names].map(([from, to]) => [blockLayer(from), blockLayer(to)]));
  const taken = new Set(document.nodes.map((node) => node.id));
  const names = new Map<string, string>();
  for (const node of clip.nodes) {
    const id = freshId(node.layer, taken, catalog.layers[node.layer]?.auto_name);
    taken.add(id);
    names.set(node.id, id);
  }
  const nodes = clip.nodes.map((node): Node => {
    const settled = settledOwner(document, clip, names, node);
    const layer = layers.get(node.layer) ?? node.layer;
    return {
      ...node,
      ...settled,
      layer,
      id: names.get(node.id) ?? node.id,
      at: [node.at[0] + by[0], node.at[1] + by[1]],
    };
  });
  const edges = clip.edges.flatMap((edge): Edge[] => {
    const start = names.get(edge.from[0]);
    const end = names.get(edge.to[0]);
    return start && end ? [{ from: [start, edge.from[1]], to: [end, edge.to[1], edge.to[2]] }] : [];
  });
  const whole = adopted.document;
  return {
    document: { ...whole, nodes: [...document.nodes, ...nodes], edges: [...document.edges, ...closeGaps(edges)] },
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
