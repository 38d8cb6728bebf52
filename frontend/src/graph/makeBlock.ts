/** Making a block of selected nodes: they move into it, and a use of it takes their place. */
import { blockLayer } from "./blocks";
import { completeNode, downstream, indexOf } from "./document";
import { move, removeExactly } from "./edit";
import { mapExpressions, namesIn } from "./expression";
import { freePlace, isFree } from "./freePlace";
import { NODE_WIDTH, PITCH_Y, ROW_GAP } from "./geometry";
import { freshId } from "./ids";
import type { Block, BlockParam, Catalog, Document, Edge, Node } from "./types";

export type Made =
  | { readonly document: Document; readonly id: string; readonly refusal: null }
  | { readonly document: null; readonly refusal: string };

function no(refusal: string): Made {
  return { document: null, refusal };
}

/** The nodes that can go into a block: Inputs stay outside, since they are where data enters; they feed the block's ports. */
export function blockable(document: Document, catalog: Catalog, ids: ReadonlySet<string>): Node[] {
  return document.nodes.filter((node) => ids.has(node.id) && catalog.layers[node.layer]?.kind !== "input");
}

/** A node outside that is fed from within and feeds back in. */
function between(document: Document, inner: ReadonlySet<string>): string | null {
  const { leaving } = indexOf(document);
  const seen = new Set<string>();
  const waiting = document.edges
    .filter((edge) => inner.has(edge.from[0]) && !inner.has(edge.to[0]))
    .map((edge) => edge.to[0]);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of leaving.get(id) ?? []) {
      if (inner.has(edge.to[0])) return id;
      waiting.push(edge.to[0]);
    }
  }
  return null;
}

function sharedAcross(document: Document, inner: ReadonlySet<string>): string | null {
  const node = document.nodes.find(({ id, shares }) => shares && inner.has(id) !== inner.has(shares));
  if (!node?.shares) return null;
  return `${node.id} and ${node.shares} share one layer, and only one of them is selected. Select both, or give ${node.id} a layer of its own.`;
}

function refusalOf(document: Document, inner: ReadonlySet<string>): string | null {
  if (inner.size === 0) return "Select the layers that are to become a block. An Input stays outside and feeds it.";
  const lies = between(document, inner);
  if (lies !== null)
    return `${lies} lies between the selected layers. Select it too, so that the block is in one piece.`;
  return sharedAcross(document, inner);
}

type Tensor = readonly [node: string, output: number];

const keyOf = ([node, output]: Tensor) => `${node}:${output}`;

/** Tensors in the order in which they are first met. */
function distinct(tensors: readonly Tensor[]): Tensor[] {
  return [...new Map(tensors.map((tensor) => [keyOf(tensor), tensor])).values()];
}

/** What a port is called: as the only port where there is one, else as the port that it feeds where that says something. */
function portName(arriving: readonly Edge[], source: Tensor, count: number, place: number): string {
  if (count === 1) return "inputs";
  const fed = arriving.find((edge) => keyOf(edge.from) === keyOf(source))?.to[1];
  return fed && !/^(inputs?|x\d?)$/.test(fed) ? fed : `inputs_${place + 1}`;
}

/** The wires that lead in from outside, ordered as a person reads: from the top, then from the left. */
function inOrder(document: Document, edges: readonly Edge[]): Edge[] {
  const { nodes } = indexOf(document);
  const rank = (edge: Edge) => {
    const [x = 0, y = 0] = nodes.get(edge.to[0])?.at ?? [];
    return y * 1e4 + x + edge.to[2] / 100;
  };
  return edges.toSorted((a, b) => rank(a) - rank(b));
}

function inputNodes(
  document: Document,
  inner: readonly Node[],
  sources: readonly Tensor[],
  arriving: readonly Edge[],
): Node[] {
  const taken = new Set(inner.map((node) => node.id));
  const top = Math.min(...inner.map((node) => node.at[1]));
  return sources.map((source, place) => {
    const id = freshId("", taken, portName(arriving, source, sources.length, place));
    taken.add(id);
    const x = indexOf(document).nodes.get(source[0])?.at[0] ?? inner[0]?.at[0] ?? 0;
    const shift = sources.length > 1 ? place * (NODE_WIDTH + 36) : 0;
    return completeNode({
      id,
      layer: "Input",
      at: [(sources.length > 1 ? (inner[0]?.at[0] ?? 0) : x) + shift, top - 66 - ROW_GAP],
    });
  });
}

/** What the block gives: what leads out of it, and its ends that lead nowhere yet. */
function outputsOf(document: Document, inner: ReadonlySet<string>): Tensor[] {
  const leaving = document.edges
    .filter((edge) => inner.has(edge.from[0]) && !inner.has(edge.to[0]))
    .map((edge) => edge.from);
  const fed = new Set(document.edges.map((edge) => edge.from[0]));
  const listed = document.outputs.filter(([node]) => inner.has(node));
  const told = new Set(listed.map(([node]) => node));
  const ends = document.nodes
    .filter((node) => inner.has(node.id) && !fed.has(node.id) && !told.has(node.id))
    .map((node): Tensor => [node.id, 0]);
  return distinct([...leaving, ...listed, ...ends]);
}

/** Where the use goes: between its nodes from left to right, as high as the highest, clear of what stays. */
function middle(rest: Document, nodes: readonly Node[]): [number, number] {
  const xs = nodes.map((node) => node.at[0]);
  const wanted = [(Math.min(...xs) + Math.max(...xs)) / 2, Math.min(...nodes.map((node) => node.at[1]))] as const;
  const [x, y] = freePlace(rest, wanted);
  return [Math.round(x), Math.round(y)];
}

/** Training settings that name what a network gives follow the node that gives it now. */
function bound(document: Document, inner: ReadonlySet<string>, id: string): Document["training"] {
  const { training } = document;
  if (!training.outputs.some(({ node }) => node && inner.has(node))) return training;
  const outputs = training.outputs.map((output) =>
    output.node && inner.has(output.node) ? { ...output, node: id } : output,
  );
  return { ...training, outputs };
}

/** Those of the parameters that the nodes' settings name. */
function named(nodes: readonly Node[], params: readonly BlockParam[]): BlockParam[] {
  const names = new Set<string>();
  mapExpressions(
    nodes.map(({ config, call }) => [config, call]),
    (expression) => {
      for (const name of namesIn(expression.$expr)) names.add(name);
      return expression;
    },
  );
  return params.filter((param) => names.has(param.name));
}

/**
 * Moves nodes into a new block and puts a use of it in their place; says in a sentence where that cannot be. `params` are those of the
 * block that is open: where the nodes name them, the new block has them too, and its use hands them on.
 */
export function makeBlock(
  document: Document,
  catalog: Catalog,
  ids: ReadonlySet<string>,
  name: string,
  params: readonly BlockParam[] = [],
): Made {
  const nodes = blockable(document, catalog, ids);
  const inner = new Set(nodes.map((node) => node.id));
  const refusal = refusalOf(document, inner);
  if (refusal !== null) return no(refusal);
  const arriving = inOrder(
    document,
    document.edges.filter((edge) => inner.has(edge.to[0]) && !inner.has(edge.from[0])),
  );
  const sources = distinct(arriving.map((edge) => edge.from));
  const inputs = inputNodes(document, nodes, sources, arriving);
  const portOf = new Map(sources.map((source, place) => [keyOf(source), inputs[place]?.id ?? ""]));
  const outputs = outputsOf(document, inner);
  const entering = arriving.map((edge): Edge => ({ from: [portOf.get(keyOf(edge.from)) ?? "", 0], to: edge.to }));
  const within = document.edges.filter((edge) => inner.has(edge.from[0]) && inner.has(edge.to[0]));
  const block: Block = {
    ...{
      nodes: [...inputs, ...nodes],
      edges: [...entering, ...within],
      params: named(nodes, params),
      nested: false,
      help: "",
    },
    ...{ inputs: inputs.map((node) => node.id), outputs },
  };
  return { ...placed(document, nodes, block, name, portOf), refusal: null };
}

/** Draws what follows a use up to it, into the room that its nodes left, where everything there keeps its order and nothing meets. */
function closedUp(document: Document, id: string): Document {
  const use = indexOf(document).nodes.get(id);
  const behind = downstream(document, id);
  behind.delete(id);
  const moved = document.nodes.filter((node) => behind.has(node.id));
  if (!use || moved.length === 0) return document;
  const room = [Math.min(...moved.map((node) => node.at[1])) - use.at[1] - PITCH_Y];
  for (const { from, to } of document.edges) {
    const [above, below] = [from[0], to[0]].map((end) => indexOf(document).nodes.get(end));
    if (above && below && behind.has(below.id) && !behind.has(above.id)) room.push(below.at[1] - above.at[1] - PITCH_Y);
  }
  const shift = Math.min(...room);
  if (shift <= 0) return document;
  const places = new Map(moved.map(({ id: name, at }) => [name, [at[0], at[1] - shift] as const]));
  const fits = [...places.values()].every((at) => isFree(document, at, behind));
  return fits ? move(document, places) : document;
}

function placed(
  document: Document,
  nodes: readonly Node[],
  block: Block,
  name: string,
  portOf: ReadonlyMap<string, string>,
): { document: Document; id: string } {
  const inner = new Set(nodes.map((node) => node.id));
  const rest = removeExactly(document, inner);
  const id = freshId("", indexOf(rest).nodes, name);
  const config = Object.fromEntries(block.params.map((param) => [param.name, { $expr: param.name }]));
  const use = completeNode({ id, layer: blockLayer(name), config, at: middle(rest, nodes) });
  const leaving = document.edges.filter((edge) => inner.has(edge.from[0]) && !inner.has(edge.to[0]));
  const place = new Map(block.outputs.map((output, index) => [keyOf(output), index]));
  const edges: Edge[] = [
    ...[...portOf].map(([source, port]): Edge => ({ from: tensorOf(source), to: [id, port, 0] })),
    ...leaving.map((edge): Edge => ({ from: [id, place.get(keyOf(edge.from)) ?? 0], to: edge.to })),
  ];
  const first = document.nodes.findIndex((node) => inner.has(node.id));
  const before = document.nodes.slice(0, first).filter((node) => !inner.has(node.id)).length;
  return {
    id,
    document: closedUp(
      {
        ...rest,
        nodes: rest.nodes.toSpliced(before, 0, use),
        edges: [...rest.edges, ...edges],
        blocks: { ...document.blocks, [name]: block },
        outputs: document.outputs.map((output) =>
          inner.has(output[0]) ? [id, place.get(keyOf(output)) ?? 0] : output,
        ),
        training: bound(document, inner, id),
      },
      id,
    ),
  };
}

function tensorOf(key: string): [string, number] {
  const cut = key.lastIndexOf(":");
  return [key.slice(0, cut), Number(key.slice(cut + 1))];
}
