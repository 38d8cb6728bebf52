/** Where a new layer goes, and how it is wired when it gets there. */
import { portsOf } from "./connect";
import { completeNode, downstream, edgeKey, indexOf } from "./document";
import { addNodes, move, type Point, remove } from "./edit";
import { freePlace, isFree } from "./freePlace";
import { NODE_WIDTH, PITCH_Y, widthOf } from "./geometry";
import { freshId } from "./ids";
import type { Catalog, Document, Edge, LayerSpec, Node } from "./types";

export type Inserted = { readonly document: Document; readonly id: string };

/** A node of a class, with a fresh name and the values that must be given before Keras says anything. */
export function makeNode(document: Document, layer: string, spec: LayerSpec | undefined, at: Point): Node {
  const id = freshId(layer, indexOf(document).nodes, spec?.auto_name);
  return completeNode({ id, layer, config: starting(spec), at: [Math.round(at[0]), Math.round(at[1])] });
}

/** First values for required parameters, as the catalogue gives them: something that works, to be changed. */
function starting(spec: LayerSpec | undefined): Record<string, unknown> {
  const started = (spec?.params ?? []).filter((param) => param.start != null);
  return Object.fromEntries(started.map((param) => [param.name, param.start]));
}

/** How far a node of this layer is moved, so that its middle lies where a wide one's would. */
function inset(catalog: Catalog, layer: string): number {
  return (NODE_WIDTH - widthOf(catalog.layers[layer])) / 2;
}

/** A place below a node, middle under middle. */
function below(catalog: Catalog, source: Node, layer: string): Point {
  return [source.at[0] - inset(catalog, source.layer) + inset(catalog, layer), source.at[1] + PITCH_Y];
}

/** Adds a layer at a place, unwired. */
export function insertAt(document: Document, catalog: Catalog, layer: string, [x, y]: Point): Inserted {
  const node = makeNode(document, layer, catalog.layers[layer], [x + inset(catalog, layer), y]);
  return { document: addNodes(document, [node]), id: node.id };
}

/** Puts a layer on a wire: what flowed there now flows through it. Without an input of its own it is only placed. */
export function insertOnEdge(document: Document, catalog: Catalog, layer: string, edge: Edge, at: Point): Inserted {
  const spec = catalog.layers[layer];
  const port = portsOf(spec)[0];
  if (!port) return insertAt(document, catalog, layer, at);
  const node = makeNode(document, layer, spec, [at[0] + inset(catalog, layer), at[1]]);
  const rest = { ...document, edges: document.edges.filter((other) => other !== edge) };
  const wires: Edge[] = [
    { from: edge.from, to: [node.id, port.name, 0] },
    { from: [node.id, 0], to: edge.to },
  ];
  return { document: makeRoom(addNodes(rest, [node], wires), node.id), id: node.id };
}

/** Shifts what follows a node down, until the node stands alone. */
function makeRoom(document: Document, id: string): Document {
  const node = indexOf(document).nodes.get(id);
  if (!node || isFree(document, node.at, new Set([id]))) return document;
  const behind = downstream(document, id);
  behind.delete(id);
  const lowest = Math.min(...document.nodes.filter((other) => behind.has(other.id)).map((other) => other.at[1]));
  const shift = node.at[1] + PITCH_Y - lowest;
  if (!Number.isFinite(shift) || shift <= 0) return document;
  const places = new Map(
    document.nodes
      .filter((other) => behind.has(other.id))
      .map((other) => [other.id, [other.at[0], other.at[1] + shift] as Point]),
  );
  return move(document, places);
}

/** Gives a node that was put between others a place of its own: below what feeds it, and with what it feeds shifted down. */
export function settle(document: Document, id: string): Document {
  const { nodes, arriving } = indexOf(document);
  const node = nodes.get(id);
  if (!node || isFree(document, node.at, new Set([id]))) return document;
  const above = (arriving.get(id) ?? []).flatMap((edge) => nodes.get(edge.from[0])?.at[1] ?? []);
  const y = Math.max(node.at[1], ...above.map((top) => top + PITCH_Y));
  return makeRoom(move(document, new Map([[id, [node.at[0], y]]])), id);
}

/** How many layers may appear at once for each to be put below what feeds it; more are a network of their own, with a place of its own. */
const FEW = 4;

/** Gives layers that appeared without a place on the canvas one below what feeds them, with what they feed shifted down. */
export function settleFresh(before: Document, after: Document): Document {
  const known = indexOf(before).nodes;
  const fresh = after.nodes.filter((node) => !known.has(node.id));
  if (known.size === 0 || fresh.length > FEW) return after;
  let document = after;
  for (const { id } of fresh) document = belowSources(document, id);
  return document;
}

function belowSources(document: Document, id: string): Document {
  const { nodes, arriving } = indexOf(document);
  const sources = (arriving.get(id) ?? []).flatMap((edge) => nodes.get(edge.from[0]) ?? []);
  const [first] = sources;
  if (!first) return document;
  const at: Point = [first.at[0], Math.max(...sources.map((source) => source.at[1])) + PITCH_Y];
  const behind = downstream(document, id);
  const others = { ...document, nodes: document.nodes.filter((node) => !behind.has(node.id)) };
  return makeRoom(move(document, new Map([[id, freePlace(others, at)]])), id);
}

function mergeSelected(document: Document, catalog: Catalog, layer: string, sources: readonly Node[]): Inserted {
  const port = portsOf(catalog.layers[layer])[0]?.name ?? "inputs";
  const x = sources.reduce((sum, node) => sum + node.at[0], 0) / sources.length;
  const y = Math.max(...sources.map((node) => node.at[1])) + PITCH_Y;
  const node = makeNode(document, layer, catalog.layers[layer], freePlace(document, [x + inset(catalog, layer), y]));
  const wires = sources.map((source, place): Edge => ({ from: [source.id, 0], to: [node.id, port, place] }));
  return { document: addNodes(document, [node], wires), id: node.id };
}

function branchFrom(document: Document, catalog: Catalog, layer: string, source: Node): Inserted {
  const port = portsOf(catalog.layers[layer])[0];
  const at = freePlace(document, below(catalog, source, layer));
  const node = makeNode(document, layer, catalog.layers[layer], at);
  const wires: Edge[] = port ? [{ from: [source.id, 0], to: [node.id, port.name, 0] }] : [];
  return { document: addNodes(document, [node], wires), id: node.id };
}

/** Inserts behind a node: between it and what follows its first output. */
function splice(document: Document, catalog: Catalog, layer: string, source: Node): Inserted {
  const port = portsOf(catalog.layers[layer])[0];
  const wires = (indexOf(document).leaving.get(source.id) ?? []).filter((edge) => edge.from[1] === 0);
  if (!port || wires.length === 0) return branchFrom(document, catalog, layer, source);
  const node = makeNode(document, layer, catalog.layers[layer], below(catalog, source, layer));
  const gone = new Set(wires.map(edgeKey));
  const kept = { ...document, edges: document.edges.filter((edge) => !gone.has(edgeKey(edge))) };
  const joined: Edge[] = [{ from: [source.id, 0], to: [node.id, port.name, 0] }];
  for (const wire of wires) joined.push({ from: [node.id, 0], to: wire.to });
  return { document: makeRoom(addNodes(kept, [node], joined), node.id), id: node.id };
}

/** The lowest node that is wired and feeds nothing: what a layer goes behind while nothing is selected. A lone Input counts. */
export function lastOf(document: Document, catalog: Catalog): string | null {
  const { arriving, leaving } = indexOf(document);
  const isStart = (node: Node) => catalog.layers[node.layer]?.kind === "input";
  const ends = document.nodes.filter((node) => !leaving.has(node.id));
  const wired = ends.filter((node) => arriving.has(node.id));
  const candidates = wired.length > 0 ? wired : ends.filter(isStart).slice(0, 1);
  return candidates.toSorted((a, b) => b.at[1] - a.at[1])[0]?.id ?? null;
}

export type InsertOptions = { readonly after: readonly string[]; readonly asBranch?: boolean; readonly at: Point };

/**
 * Inserts a layer behind the selected node, wired. A merge layer behind several selected nodes joins them in their order; an Input, and a
 * layer with nothing selected, stands free at `at`.
 */
export function insertAfter(document: Document, catalog: Catalog, layer: string, options: InsertOptions): Inserted {
  const { nodes } = indexOf(document);
  const sources = options.after.flatMap((id) => nodes.get(id) ?? []);
  const port = portsOf(catalog.layers[layer])[0];
  const last = sources.at(-1);
  if (!port || !last) return insertAt(document, catalog, layer, freePlace(document, options.at));
  if (port.many && sources.length > 1) return mergeSelected(document, catalog, layer, sources);
  return options.asBranch ? branchFrom(document, catalog, layer, last) : splice(document, catalog, layer, last);
}

/** Takes nodes away and mends each chain they stood in: what fed one now feeds what it fed, where exactly one wire came in. */
export function removeAndMend(document: Document, ids: ReadonlySet<string>): Document {
  let next = document;
  for (const id of ids) {
    const arriving = indexOf(next).arriving.get(id) ?? [];
    const leaving = indexOf(next).leaving.get(id) ?? [];
    const [only] = arriving;
    const mended = only && arriving.length === 1 ? leaving.map((edge): Edge => ({ from: only.from, to: edge.to })) : [];
    const keep = new Set(leaving.map(edgeKey));
    const without = mended.length
      ? { ...next, edges: next.edges.filter((edge) => !keep.has(edgeKey(edge)) && edge !== only).concat(mended) }
      : next;
    next = remove(without, new Set([id]));
  }
  return next;
}
