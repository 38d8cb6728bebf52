/** Ungrouping: the layers of a block come back in place of its use, as often as it is repeated, with its parameters worked out. */
import { blockOf } from "./blocks";
import { indexOf } from "./document";
import { removeExactly } from "./edit";
import { resolveConfig } from "./expression";
import { ROW_GAP } from "./geometry";
import { freshId } from "./ids";
import { usesOfLayer } from "./sharing";
import type { Block, Catalog, Document, Edge, Node } from "./types";

type Tensor = readonly [node: string, output: number];
type Names = ReadonlyMap<string, string>;

/** `names`: inner node → the node that stands for it now; null where the layers came out more than once. */
export type Unfolded = { readonly document: Document; readonly ids: readonly string[]; readonly names: Names | null };

function paramsOf(block: Block, node: Node): Record<string, unknown> {
  return Object.fromEntries(block.params.map((param) => [param.name, node.config[param.name] ?? param.default]));
}

/** Nodes of one copy, under names of their own. A use that shares its layers shares them node by node. */
function copied(
  inner: readonly Node[],
  names: Names,
  values: Record<string, unknown>,
  by: readonly [number, number],
  owners: Names | null,
  catalog: Catalog,
): Node[] {
  return inner.map((node) => {
    const id = names.get(node.id) ?? node.id;
    const own = node.shares ? names.get(node.shares) : undefined;
    const kind = catalog.layers[node.layer]?.kind;
    const lent = kind === "layer" || kind === "block" ? owners?.get(node.shares ?? node.id) : undefined;
    const shares = lent ?? own ?? null;
    const at: [number, number] = [Math.round(node.at[0] + by[0]), Math.round(node.at[1] + by[1])];
    const call = resolveConfig(node.call, values);
    return { ...node, id, call, shares, config: shares ? {} : resolveConfig(node.config, values), at };
  });
}

type Copy = { nodes: Node[]; edges: Edge[]; outputs: (Tensor | null)[]; names: Names };

function oneCopy(
  block: Block,
  inner: readonly Node[],
  names: Names,
  sources: ReadonlyMap<string, Tensor | null>,
  nodes: Node[],
): Copy {
  const tensor = ([node, output]: Tensor): Tensor | null =>
    sources.has(node) ? (sources.get(node) ?? null) : [names.get(node) ?? node, output];
  const isInner = new Set(inner.map((node) => node.id));
  const edges = block.edges.flatMap((edge): Edge[] => {
    const from = tensor(edge.from);
    if (!from || !isInner.has(edge.to[0])) return [];
    return [{ from: [from[0], from[1]], to: [names.get(edge.to[0]) ?? edge.to[0], edge.to[1], edge.to[2]] }];
  });
  return { nodes, edges, outputs: block.outputs.map((output) => tensor(output)), names };
}

/** How much room the inside of a block takes, and where it starts. */
function frame(inner: readonly Node[]): { left: number; top: number; height: number } {
  const xs = inner.map((node) => node.at[0]);
  const ys = inner.map((node) => node.at[1]);
  const top = Math.min(...ys);
  return { left: (Math.min(...xs) + Math.max(...xs)) / 2, top, height: Math.max(...ys) - top + 66 + ROW_GAP };
}

function freshNames(inner: readonly Node[], taken: Set<string>): Names {
  return new Map(
    inner.map((node) => {
      const id = freshId("", taken, node.id);
      taken.add(id);
      return [node.id, id];
    }),
  );
}

type Dissolved = { document: Document; copies: Copy[]; grown: number };

/** One use dissolved; `owners` holds, copy by copy, the nodes whose layers it shares. */
function dissolve(
  document: Document,
  catalog: Catalog,
  id: string,
  owners: readonly Names[] | null,
  node: Node,
): Dissolved {
  const block = blockOf(document, node) as Block;
  const inner = block.nodes.filter((other) => !block.inputs.includes(other.id));
  const values = paramsOf(block, node);
  const rest = removeExactly(document, new Set([id]));
  const taken = new Set(rest.nodes.map((other) => other.id));
  const { left, top, height } = frame(inner.length ? inner : [node]);
  const repeats = Math.max(1, node.repeat);
  const wires = indexOf(document).arriving.get(id) ?? [];
  let sources = new Map(block.inputs.map((port) => [port, wires.find((edge) => edge.to[1] === port)?.from ?? null]));
  const copies: Copy[] = [];
  for (let copy = 0; copy < repeats; copy += 1) {
    const names = freshNames(inner, taken);
    const by = [node.at[0] - left, node.at[1] - top + copy * height] as const;
    const nodes = copied(inner, names, values, by, owners?.[copy] ?? null, catalog);
    const made = oneCopy(block, inner, names, sources, nodes);
    copies.push(made);
    sources = new Map(
      block.inputs.map((port, place) => [port, made.outputs[place] ?? null] as const),
    ) as typeof sources;
  }
  return { document: assembled(document, rest, id, copies), copies, grown: copies.length * height - 66 - ROW_GAP };
}

/** What a use gave that ends the network, where it must be listed now: of a layer, only the first output ends it untold. */
function endsToTell(document: Document, id: string, last: Copy["outputs"]): [string, number][] {
  const wired = new Set((indexOf(document).leaving.get(id) ?? []).map((edge) => edge.from[1]));
  const ends = last.flatMap((output, place): [string, number][] =>
    output && !wired.has(place) ? [[output[0], output[1]]] : [],
  );
  const later = new Set(ends.filter(([, index]) => index > 0).map(([node]) => node));
  return ends.filter(([node]) => later.has(node));
}

function assembled(document: Document, rest: Document, id: string, copies: readonly Copy[]): Document {
  const last = copies.at(-1)?.outputs ?? [];
  const leaving = (indexOf(document).leaving.get(id) ?? []).flatMap((edge): Edge[] => {
    const from = last[edge.from[1]];
    return from ? [{ from: [from[0], from[1]], to: edge.to }] : [];
  });
  const place = document.nodes.findIndex((other) => other.id === id);
  const end = last[0]?.[0];
  const follow = <T extends { node?: string | null }>(binding: T): T =>
    binding.node === id && end ? { ...binding, node: end } : binding;
  const { training } = document;
  const isBound = training.outputs.some((output) => output.node === id);
  return {
    ...rest,
    nodes: rest.nodes.toSpliced(place, 0, ...copies.flatMap((copy) => copy.nodes)),
    edges: [...rest.edges, ...copies.flatMap((copy) => copy.edges), ...leaving],
    outputs: [
      ...document.outputs.flatMap((output) => {
        const inner = output[0] === id ? last[output[1]] : output;
        return inner ? [inner] : [];
      }),
      ...(document.outputs.some(([listed]) => listed === id) ? [] : endsToTell(document, id, last)),
    ],
    training: isBound ? { ...training, outputs: training.outputs.map(follow) } : training,
  };
}

/** Shifts what stood below a use down, by as much as its inside is taller. */
function makeRoomBelow(document: Document, node: Node, grown: number, fresh: ReadonlySet<string>): Document {
  if (grown <= 0) return document;
  const nodes = document.nodes.map((other) =>
    !fresh.has(other.id) && other.at[1] > node.at[1]
      ? { ...other, at: [other.at[0], other.at[1] + grown] as [number, number] }
      : other,
  );
  return { ...document, nodes };
}

/**
 * Dissolves a use of a block. Where its layers are shared by other uses, these are dissolved with it, so that layer by layer the sharing
 * stays. Null where the node is no use of a block.
 */
export function ungroup(document: Document, catalog: Catalog, id: string): Unfolded | null {
  const node = indexOf(document).nodes.get(id);
  if (!node || !blockOf(document, node)) return null;
  const group = usesOfLayer(document, node);
  const uses = group.length ? group : [id];
  let next = document;
  let owners: Names[] | null = null;
  const fresh = new Set<string>();
  const all: Names[] = [];
  for (const use of uses) {
    const one = indexOf(next).nodes.get(use);
    if (!one || !blockOf(next, one)) continue;
    const done = dissolve(next, catalog, use, owners, one);
    const names = done.copies.flatMap((copy) => copy.nodes.map((made) => made.id));
    for (const name of names) fresh.add(name);
    all.push(...done.copies.map((copy) => copy.names));
    owners ??= done.copies.map((copy) => copy.names);
    next = makeRoomBelow(done.document, one, done.grown, new Set(names));
  }
  return { document: next, ids: [...fresh], names: (all.length === 1 && all[0]) || null };
}
