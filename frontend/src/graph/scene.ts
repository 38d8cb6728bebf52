/**
 * What the canvas shows: the network itself, or the inside of a block that was opened. A scene is a document whose nodes and wires are
 * those of the block, so that every rule of drawing holds there too; what changed in it is folded back into the whole.
 */
import { blockLayer, blockName } from "./blocks";
import { indexOf } from "./document";
import type { Block, Catalog, Document, Edge, Node } from "./types";

/** The uses that were opened, outermost first; empty while the network itself is shown. */
export type Path = readonly string[];

const ROOT: Path = [];

/** The nodes and wires at a path, and the name of the block they stand in. */
function at(document: Document, inside: Path): { readonly nodes: readonly Node[]; readonly name: string | null } {
  let nodes = document.nodes;
  let name: string | null = null;
  for (const use of inside) {
    const node = nodes.find((candidate) => candidate.id === use);
    name = node ? blockName(node.layer) : null;
    const block = name === null ? undefined : document.blocks[name];
    if (!block) return { nodes: [], name: null };
    nodes = block.nodes;
  }
  return { nodes, name };
}

/** The node that a path leads to. */
export function nodeAtPath(document: Document, path: Path): Node | undefined {
  return at(document, path.slice(0, -1)).nodes.find((node) => node.id === path.at(-1));
}

/** The block that is open; null while the network itself is shown. */
export function openBlock(document: Document, inside: Path): string | null {
  return at(document, inside).name;
}

/** As much of a path as the document still has. */
export function survivingPath(document: Document, inside: Path): Path {
  let kept = inside;
  while (kept.length > 0 && openBlock(document, kept) === null) kept = kept.slice(0, -1);
  return kept.length === 0 ? ROOT : kept;
}

/** The document with the nodes and wires of the opened block as its own. */
export function sceneOf(document: Document, inside: Path): Document {
  const name = openBlock(document, inside);
  const block = name === null ? undefined : document.blocks[name];
  return block ? { ...document, nodes: block.nodes, edges: block.edges, outputs: block.outputs } : document;
}

type Change = {
  readonly block: Block;
  readonly ports: ReadonlyMap<string, string | null>;
  readonly places: readonly number[];
};

/** The new name of each node that went away because it was renamed: the node that stands in its place and was not there before. */
export function renamed(before: readonly Node[], after: readonly Node[]): Map<string, string> {
  const old = new Set(before.map((node) => node.id));
  const now = new Set(after.map((node) => node.id));
  const names = new Map<string, string>();
  before.forEach((node, place) => {
    const other = after[place];
    if (!now.has(node.id) && other && !old.has(other.id) && other.layer === node.layer) names.set(node.id, other.id);
  });
  return names;
}

function feeds(edges: readonly Edge[], node: string, output: number): boolean {
  return edges.some((edge) => edge.from[0] === node && edge.from[1] === output);
}

/** The nodes behind `id` that feed nothing. */
function endsBehind(scene: Document, id: string): string[] {
  const { leaving } = indexOf(scene);
  const seen = new Set([id]);
  for (const name of seen) for (const edge of leaving.get(name) ?? []) seen.add(edge.to[0]);
  return [...seen].filter((name) => name !== id && !leaving.has(name));
}

type Output = readonly [node: string, index: number];

/**
 * Where an output of the block went: it stays on its node; but where that node was the end and was wired on, it moves to the new end, and
 * where that node was taken away, to what fed it.
 */
function follow(block: Block, scene: Document, [old, before]: Output, [id, index]: Output): Output | null {
  const { nodes, leaving } = indexOf(scene);
  if (nodes.has(id)) {
    if (feeds(block.edges, old, before) || !feeds(scene.edges, id, index)) return [id, index];
    const end = endsBehind(scene, id)[0];
    return end === undefined ? [id, index] : [end, 0];
  }
  const sources = block.edges.filter((edge) => edge.to[0] === old).map((edge) => edge.from);
  return sources.find(([node]) => nodes.has(node) && !leaving.has(node)) ?? null;
}

/** Every wired end of a graph: what a block gives that says nothing of its outputs. */
function wiredEnds(scene: Document): Output[] {
  const { arriving, leaving } = indexOf(scene);
  return scene.nodes.filter((node) => arriving.has(node.id) && !leaving.has(node.id)).map((node) => [node.id, 0]);
}

/** A block with other nodes and wires: its ports are its Inputs, its outputs follow. */
function rebuilt(block: Block, scene: Document, isInput: (node: Node) => boolean): Change {
  const names = renamed(block.nodes, scene.nodes);
  const inputs = new Set(scene.nodes.filter(isInput).map((node) => node.id));
  const ports = new Map(
    block.inputs.map((port) => {
      const name = names.get(port) ?? port;
      return [port, inputs.has(name) ? name : null] as const;
    }),
  );
  const kept = [...ports.values()].filter((name) => name !== null);
  const outputs: Output[] = [];
  const listed = scene.outputs.length === block.outputs.length ? scene.outputs : block.outputs;
  const places = block.outputs.map((output, place) => {
    const next = follow(block, scene, output, listed[place] ?? output);
    if (!next || outputs.some(([node, index]) => node === next[0] && index === next[1])) return -1;
    return outputs.push(next) - 1;
  });
  const settled = outputs.length > 0 ? outputs : wiredEnds(scene);
  const fresh = [...inputs].filter((name) => !kept.includes(name));
  return {
    block: { ...block, nodes: scene.nodes, edges: scene.edges, inputs: [...kept, ...fresh], outputs: settled },
    ports,
    places,
  };
}

/** Wires at the uses of a block after its ports or outputs changed. */
function rewired(
  nodes: readonly Node[],
  edges: readonly Edge[],
  layer: string,
  { ports, places }: Change,
): readonly Edge[] {
  const uses = new Set(nodes.filter((node) => node.layer === layer).map((node) => node.id));
  if (uses.size === 0) return edges;
  return edges.flatMap((edge): Edge[] => {
    const port = uses.has(edge.to[0]) ? ports.get(edge.to[1]) : edge.to[1];
    const output = uses.has(edge.from[0]) && places.length > 0 ? (places[edge.from[1]] ?? -1) : edge.from[1];
    if (port === null || output < 0) return [];
    return [{ from: [edge.from[0], output], to: [edge.to[0], port ?? edge.to[1], edge.to[2]] }];
  });
}

/** Puts a block in place of the one of that name; what its uses were wired to follows. */
export function replaceBlock(document: Document, name: string, change: Change): Document {
  const layer = blockLayer(name);
  const isSame = [...change.ports].every(([old, now]) => old === now) && change.places.every((now, old) => now === old);
  const blocks = { ...document.blocks, [name]: change.block };
  if (isSame) return { ...document, blocks };
  for (const [other, block] of Object.entries(blocks))
    blocks[other] = { ...block, edges: rewired(block.nodes, block.edges, layer, change) };
  return { ...document, edges: rewired(document.nodes, document.edges, layer, change), blocks };
}

/** The whole document after its opened block was changed to `scene`. */
export function withScene(document: Document, inside: Path, scene: Document, catalog: Catalog): Document {
  if (inside.length === 0) return scene;
  const name = openBlock(document, inside);
  const block = name === null ? undefined : document.blocks[name];
  if (name === null || !block) return document;
  const whole = scene.blocks === document.blocks ? document : { ...document, blocks: scene.blocks };
  if (scene.nodes === block.nodes && scene.edges === block.edges) return whole;
  return replaceBlock(
    whole,
    name,
    rebuilt(block, scene, (node) => catalog.layers[node.layer]?.kind === "input"),
  );
}

/** The block with other outputs; wires from those that went away go too, the others follow. */
export function setOutputs(document: Document, name: string, outputs: Block["outputs"]): Document {
  const block = document.blocks[name];
  if (!block) return document;
  const places = block.outputs.map(([node, index]) =>
    outputs.findIndex((other) => other[0] === node && other[1] === index),
  );
  return replaceBlock(document, name, {
    block: { ...block, outputs },
    ports: new Map(block.inputs.map((port) => [port, port])),
    places,
  });
}

/** What the analysis calls the nodes inside an opened block: use/inner. */
export function pathKey(inside: Path, id: string): string {
  return [...inside, id].join("/");
}
