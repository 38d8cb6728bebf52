/** Reading a document: completing what the server left at its default, and looking things up fast. */
import type { components } from "@/api/schema";
import type { Block, Document, Edge, KerasObject, Node, OutputBinding, Sweep, Training } from "./types";

type Schemas = components["schemas"];

export const DEFAULT_TRAINING: Training = {
  dataset: null,
  inputs: [],
  outputs: [],
  optimizer: { class_name: "Adam", config: {} },
  epochs: 5,
  batch_size: 32,
  validation_split: 0.1,
  seed: 0,
  callbacks: [],
  class_weight: null,
  jit_compile: null,
  sweep: null,
};

export const EMPTY_DOCUMENT: Document = {
  version: 4,
  name: "Untitled",
  nodes: [],
  edges: [],
  outputs: [],
  blocks: {},
  dtype_policy: "float32",
  weights: null,
  training: DEFAULT_TRAINING,
  notes: [],
};

function completeObject(object: Schemas["KerasObject"]): KerasObject {
  return { class_name: object.class_name, config: object.config ?? {} };
}

function completeOutput(binding: Schemas["OutputBinding"]): OutputBinding {
  return { ...binding, loss: completeObject(binding.loss), metrics: (binding.metrics ?? []).map(completeObject) };
}

const FIRST_SWEEP: Sweep = {
  method: "grid",
  trials: 12,
  seed: 0,
  objective: "val_loss",
  direction: "min",
  pruning: "none",
  fields: [],
};

/** A search with every default written out; with nothing said, the one that a first mark begins. */
export function completeSweep({ fields = [], ...given }: Partial<Schemas["Sweep"]> = {}): Sweep {
  const free = { node: null, block: null, values: null, low: null, high: null, step: null, log: false, integer: false };
  return { ...FIRST_SWEEP, ...given, fields: fields.map((field) => ({ ...free, ...field })) };
}

function completeTraining(training: Partial<Schemas["Training"]> | undefined): Training {
  const given = training ?? {};
  return {
    ...DEFAULT_TRAINING,
    ...given,
    dataset: given.dataset ?? null,
    inputs: given.inputs ?? [],
    outputs: (given.outputs ?? []).map(completeOutput),
    optimizer: given.optimizer ? completeObject(given.optimizer) : DEFAULT_TRAINING.optimizer,
    callbacks: (given.callbacks ?? []).map(completeObject),
    class_weight: given.class_weight ?? null,
    jit_compile: given.jit_compile ?? null,
    sweep: given.sweep ? completeSweep(given.sweep) : null,
  };
}

/** What must be said of a node; the rest has defaults. */
export type GivenNode = Pick<Node, "id" | "layer"> & Partial<Schemas["Node"]>;

/** A node with every default written out. */
export function completeNode(node: GivenNode): Node {
  const { id, layer, config = {}, call = {}, shares = null, repeat = 1, at = [0, 0] } = node;
  return { id, layer, config, call, shares, repeat, at };
}

/** What may be said of a block; the rest has defaults. */
export type GivenBlock = Partial<Schemas["Block"]>;

/** A block with every default written out. */
export function completeBlock(block: GivenBlock): Block {
  const { edges = [], inputs = [], outputs = [], params = [], nested = false, help = "" } = block;
  const settled = params.map((param) => ({ ...param, default: param.default ?? null }));
  return { nodes: (block.nodes ?? []).map(completeNode), edges, inputs, outputs, params: settled, nested, help };
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

type GivenDocument = Omit<Partial<Schemas["Document"]>, "nodes" | "outputs" | "blocks"> & {
  readonly nodes?: readonly GivenNode[];
  readonly blocks?: Readonly<Record<string, GivenBlock | Block>>;
  readonly outputs?: Document["outputs"];
};

/** A document as the server sends it, with every default written out. */
export function completeDocument(document: GivenDocument): Document {
  return {
    version: 4,
    name: document.name ?? EMPTY_DOCUMENT.name,
    nodes: (document.nodes ?? []).map(completeNode),
    edges: document.edges ?? [],
    outputs: document.outputs ?? [],
    blocks: mapValues(document.blocks ?? {}, (block) => completeBlock(block as GivenBlock)),
    dtype_policy: document.dtype_policy ?? EMPTY_DOCUMENT.dtype_policy,
    weights: document.weights ?? null,
    training: completeTraining(document.training),
    notes: document.notes ?? [],
  };
}

/** The document as requests carry it. */
export function toWire(document: Document): Schemas["Document"] {
  return document as unknown as Schemas["Document"];
}

export type DocumentIndex = {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly arriving: ReadonlyMap<string, readonly Edge[]>;
  readonly leaving: ReadonlyMap<string, readonly Edge[]>;
};

const indexes = new WeakMap<Document, DocumentIndex>();

function groupEdges(edges: readonly Edge[], keyOf: (edge: Edge) => string): Map<string, Edge[]> {
  const groups = new Map<string, Edge[]>();
  for (const edge of edges) {
    const group = groups.get(keyOf(edge));
    if (group) group.push(edge);
    else groups.set(keyOf(edge), [edge]);
  }
  return groups;
}

/** Nodes by id and wires by their ends, worked out once for each document. */
export function indexOf(document: Document): DocumentIndex {
  const known = indexes.get(document);
  if (known) return known;
  const index: DocumentIndex = {
    nodes: new Map(document.nodes.map((node) => [node.id, node])),
    arriving: groupEdges(document.edges, (edge) => edge.to[0]),
    leaving: groupEdges(document.edges, (edge) => edge.from[0]),
  };
  indexes.set(document, index);
  return index;
}

/** A text that names a wire. */
export function edgeKey(edge: Edge): string {
  return `${edge.from.join(":")}→${edge.to.join(":")}`;
}

/** The wires into one port, in the order of their places. */
export function wiresInto(document: Document, node: string, port: string): Edge[] {
  const wires = (indexOf(document).arriving.get(node) ?? []).filter((edge) => edge.to[1] === port);
  return wires.sort((a, b) => a.to[2] - b.to[2]);
}

/** Whether `from` feeds `to`, over any number of layers. */
export function reaches(document: Document, from: string, to: string): boolean {
  const { leaving } = indexOf(document);
  const seen = new Set([from]);
  const waiting = [from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === to) return true;
    for (const edge of leaving.get(name) ?? []) {
      if (!seen.has(edge.to[0])) {
        seen.add(edge.to[0]);
        waiting.push(edge.to[0]);
      }
    }
  }
  return false;
}

/** Every node that is fed by `from`, itself included. */
export function downstream(document: Document, from: string): Set<string> {
  const { leaving } = indexOf(document);
  const seen = new Set([from]);
  for (const name of seen) for (const edge of leaving.get(name) ?? []) seen.add(edge.to[0]);
  return seen;
}

type Drawn = { readonly nodes: readonly Node[]; readonly edges: readonly Edge[] };

const MEANING = ["id", "layer", "config", "call", "shares", "repeat"] as const;

/** Whether two graphs are the same but for the places of their nodes. */
function drawsTheSame(a: Drawn, b: Drawn): boolean {
  if (a.edges !== b.edges) return false;
  if (a.nodes === b.nodes) return true;
  if (a.nodes.length !== b.nodes.length) return false;
  return a.nodes.every((node, place) => {
    const other = b.nodes[place];
    return other !== undefined && MEANING.every((key) => node[key] === other[key]);
  });
}

const INTERFACE = ["inputs", "outputs", "params", "nested"] as const;

function blocksMeanTheSame(a: Document["blocks"], b: Document["blocks"]): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => {
    const [one, other] = [a[name], b[name]];
    return one && other && drawsTheSame(one, other) && INTERFACE.every((key) => equalJson(one[key], other[key]));
  });
}

/** Whether two documents say the same network: places on the canvas do not count. */
export function meansTheSame(a: Document, b: Document): boolean {
  if (a === b) return true;
  const isSame =
    a.training === b.training && a.name === b.name && a.dtype_policy === b.dtype_policy && a.weights === b.weights;
  return isSame && a.outputs === b.outputs && drawsTheSame(a, b) && blocksMeanTheSame(a.blocks, b.blocks);
}

/** Whether two JSON values are equal. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  return (
    left.length === Object.keys(b).length &&
    left.every(([key, value]) => key in b && equalJson(value, (b as Record<string, unknown>)[key]))
  );
}
