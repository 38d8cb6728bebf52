/** Builders of small networks for tests. */
import { completeCatalog } from "./catalog";
import { completeNode, EMPTY_DOCUMENT } from "./document";
import { EMPTY_CATALOG } from "./emptyCatalog";
import type { Catalog, Config, Document, Edge, LayerSpec, Node, Param } from "./types";

export function makeNode(id: string, layer = "Dense", config: Config = {}, at: [number, number] = [0, 0]): Node {
  return completeNode({ id, layer, config, at });
}

/** A wire, written "a → b", "a:1 → b" for another output, "a → add.inputs:1" for a port and a place. */
export function makeEdge(text: string): Edge {
  const [from = "", to = ""] = text.split(" → ");
  const [source = "", output = "0"] = from.split(":");
  const [target = "", rest = "inputs:0"] = to.split(".");
  const [port = "inputs", place = "0"] = rest.split(":");
  return { from: [source, Number(output)], to: [target, port, Number(place)] };
}

/** A network from its nodes (a name, or a whole node) and wires. */
export function makeDocument(nodes: readonly (Node | string)[], wires: readonly string[] = []): Document {
  return {
    ...EMPTY_DOCUMENT,
    nodes: nodes.map((node, place) =>
      typeof node === "string" ? makeNode(node, "Dense", {}, [0, 120 * place]) : node,
    ),
    edges: wires.map(makeEdge),
  };
}

export function makeParam(name: string, kind: Param["kind"], rest: Partial<Param> = {}): Param {
  return {
    ...{ name, kind, required: false, default: null, start: null, nullable: false, choices: [] },
    ...{ length: null, minimum: null, maximum: null, common: false, help: "" },
    ...rest,
  };
}

const LAYERS = {
  Input: {
    ...{ name: "Input", family: "Core", kind: "input", inputs: [], auto_name: "input_layer" },
    params: [
      makeParam("shape", "shape", { required: true, start: [28, 28, 1], common: true }),
      makeParam("dtype", "dtype"),
    ],
  },
  Dense: {
    ...{
      name: "Dense",
      family: "Core",
      summary: "Connects every input with every output.",
      keywords: ["fully connected"],
    },
    params: [
      makeParam("units", "int", { required: true, start: 32, common: true, minimum: 1 }),
      makeParam("activation", "activation", { common: true }),
      makeParam("trainable", "bool", { default: true }),
    ],
  },
  Flatten: { name: "Flatten", family: "Reshaping", params: [] },
  MaxPooling2D: {
    ...{ name: "MaxPooling2D", family: "Pooling" },
    params: [makeParam("pool_size", "int_or_tuple", { default: [2, 2], length: 2, common: true })],
  },
  Add: {
    ...{ name: "Add", family: "Merging", params: [] },
    inputs: [{ name: "inputs", many: true, required: true, minimum: 2 }],
  },
  Dot: {
    ...{ name: "Dot", family: "Merging", params: [] },
    inputs: [{ name: "inputs", many: true, required: true, minimum: 2, maximum: 2 }],
  },
  MultiHeadAttention: {
    ...{ name: "MultiHeadAttention", family: "Attention", params: [] },
    inputs: ["query", "value", "key"].map((name) => ({ name, many: false, required: name !== "key", minimum: 1 })),
  },
  LSTM: {
    ...{ name: "LSTM", family: "Recurrent" },
    params: [
      makeParam("units", "int", { required: true, start: 32, common: true }),
      makeParam("trainable", "bool", { default: true }),
    ],
    inputs: [
      { name: "inputs", many: false, required: true, minimum: 1 },
      { name: "initial_state", many: true, required: false, minimum: 1 },
    ],
  },
  Bidirectional: {
    ...{ name: "Bidirectional", family: "Recurrent" },
    params: [makeParam("layer", "layer", { required: true, common: true })],
  },
  "ops.add": {
    ...{ name: "ops.add", family: "Operations", kind: "operation", keywords: [] },
    params: [makeParam("x2", "number")],
    inputs: ["x1", "x2"].map((name) => ({ name, many: false, required: name === "x1", minimum: 1 })),
  },
  "ops.matmul": {
    ...{ name: "ops.matmul", family: "Operations", kind: "operation", params: [] },
    inputs: ["x1", "x2"].map((name) => ({ name, many: false, required: true, minimum: 1 })),
  },
  Formula: {
    ...{
      name: "Formula",
      family: "Core",
      kind: "formula",
      params: [makeParam("expression", "formula", { required: true, start: "x" })],
    },
    inputs: [{ name: "inputs", many: true, required: true, minimum: 1, maximum: 6 }],
  },
  Python: {
    ...{ name: "Python", family: "Core", kind: "python" },
    params: [
      makeParam("source", "python", { required: true, common: true, start: "class Scaled(layers.Layer):\n    pass" }),
      makeParam("arguments", "arguments", { default: {}, common: true }),
      makeParam("shape", "shape", { nullable: true, common: true }),
    ],
    inputs: [{ name: "inputs", many: true, required: true, minimum: 1, maximum: 6 }],
  },
  Placeholder: {
    ...{ name: "Placeholder", family: "Core", kind: "placeholder", params: [] },
    inputs: [{ name: "inputs", many: true, required: false, minimum: 1 }],
  },
  GlobalAveragePooling2D: { name: "GlobalAveragePooling2D", family: "Pooling", params: [] },
  Lambda: { name: "Lambda", family: "Core", unavailable: "It runs Python code of its own.", params: [] },
};

const TARGETS = {
  SparseCategoricalCrossentropy: "index",
  CategoricalCrossentropy: "one_hot",
  MeanSquaredError: "numbers",
  Huber: "numbers",
} as const;
const LOSSES = Object.fromEntries(Object.entries(TARGETS).map(([name, target]) => [name, { name, target }]));

/** A catalogue of a few layers, in the form in which the server sends them. */
export function makeCatalog(): Catalog {
  const families = ["Core", "Pooling", "Recurrent", "Reshaping", "Merging", "Attention", "Operations"];
  return completeCatalog({
    ...EMPTY_CATALOG,
    families,
    layers: LAYERS as unknown as Record<string, LayerSpec>,
    losses: LOSSES as unknown as Catalog["losses"],
  });
}
