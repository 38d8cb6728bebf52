import { expect, it } from "vitest";
import { datasetPatch, replacedLosses } from "./dataset";
import { makeCatalog, makeDocument, makeNode } from "./makeDocument";
import { makeField } from "./makeField";
import { applyPatch } from "./patch";
import type { DataField, Dataset, Document, KerasObject } from "./types";

const catalog = makeCatalog();
const field = (name: string, kind: DataField["kind"], shape: number[], dtype = "float32") =>
  makeField(name, kind, { shape, dtype });
const digits: Dataset = {
  ...{
    name: "mnist",
    title: "MNIST",
    summary: "",
    task: "classification",
    source: "",
    licence: "",
    packages: [],
    own: false,
    lent: false,
    files: [],
  },
  ...{ input: "image", target: "label", train_samples: 1, test_samples: 1 },
  fields: [field("image", "image", [28, 28, 1]), field("label", "class", [], "int32")],
  last_layer: { units: 10, activation: "softmax", loss: { class_name: "SparseCategoricalCrossentropy" }, metrics: [] },
};

it("starts an empty network with an Input and a last layer that fit", () => {
  const document = applyPatch(makeDocument([]), datasetPatch(makeDocument([]), catalog, digits));
  expect(document.nodes.map((node) => [node.id, node.config])).toEqual([
    ["input_layer", { shape: [28, 28, 1] }],
    ["flatten", {}],
    ["dense", { units: 10, activation: "softmax" }],
  ]);
  expect(document.edges).toHaveLength(2);
  expect(document.training.dataset).toBe("mnist");
});

it("starts an empty network for text with an Embedding and a mean over the words", () => {
  const words = { ...field("words", "tokens", [40], "int32"), vocabulary_size: 8_000 };
  const novels: Dataset = {
    ...digits,
    ...{ name: "novels", input: "words", fields: [words, field("label", "class", [], "int32")] },
    last_layer: { ...digits.last_layer, units: 1, activation: "sigmoid" },
  };
  const { nodes, edges } = applyPatch(makeDocument([]), datasetPatch(makeDocument([]), catalog, novels));
  expect(nodes.map((node) => [node.layer, node.config])).toEqual([
    ["Input", { shape: [40], dtype: "int32" }],
    ["Embedding", { input_dim: 8_000, output_dim: 32, mask_zero: true }],
    ["GlobalAveragePooling1D", {}],
    ["Dense", { units: 1, activation: "sigmoid" }],
  ]);
  expect(edges).toHaveLength(3);
});

it("sets the only Input and the last layer of a network, and leaves its middle alone", () => {
  const before = makeDocument(
    [makeNode("in", "Input", { shape: [4] }), makeNode("a", "Dense", { units: 3 }), "b"],
    ["in → a", "a → b"],
  );
  const after = applyPatch(before, datasetPatch(before, catalog, digits));
  expect(after.nodes.map((node) => node.config)).toEqual([
    { shape: [28, 28, 1] },
    { units: 3 },
    { units: 10, activation: "softmax" },
  ]);
});

it("touches no Input where there are two", () => {
  const before = makeDocument([makeNode("x", "Input", { shape: [4] }), makeNode("y", "Input", { shape: [2] })]);
  expect(datasetPatch(before, catalog, digits).set_config).toEqual({});
});

const numbers: Dataset = {
  ...digits,
  ...{ name: "sea", task: "regression", target: "depth", input: "past" },
  fields: [field("past", "vector", [4]), field("depth", "value", [1])],
  last_layer: { units: 1, activation: null, loss: { class_name: "MeanSquaredError" }, metrics: [] },
};

function judged(class_name: string, config: KerasObject["config"] = {}): Document {
  const before = makeDocument([makeNode("in", "Input", { shape: [4] }), "a"], ["in → a"]);
  const metrics = [{ class_name: "accuracy", config: {} }];
  const outputs = [{ node: "a", field: "", loss: { class_name, config }, metrics }];
  return { ...before, training: { ...before.training, outputs } };
}

function chosen(before: Document, dataset: Dataset) {
  const after = applyPatch(before, datasetPatch(before, catalog, dataset));
  const [output] = after.training.outputs;
  return { ...output, last: after.nodes[1]?.config, said: replacedLosses(before, after, dataset) };
}

it("keeps a loss and its metrics that were there before where they can judge the data", () => {
  const kept = chosen(judged("Huber", { delta: 2 }), numbers);
  expect(kept).toMatchObject({
    node: "a",
    field: "depth",
    loss: { class_name: "Huber", config: { delta: 2 } },
    said: [],
  });
  expect(kept.metrics?.map((metric) => metric.class_name)).toEqual(["accuracy"]);
});

it("replaces a loss that cannot judge the data, and says so", () => {
  const { loss, field: compared, said } = chosen(judged("CategoricalCrossentropy"), digits);
  expect([loss?.class_name, compared]).toEqual(["SparseCategoricalCrossentropy", "label"]);
  expect(said).toEqual([
    "CategoricalCrossentropy cannot judge label, so the loss is SparseCategoricalCrossentropy now.",
  ]);
  expect(chosen(judged("SparseCategoricalCrossentropy"), numbers).loss?.class_name).toBe("MeanSquaredError");
});

it("leaves an output that gives logits without an activation, as its loss wants it", () => {
  expect(chosen(judged("SparseCategoricalCrossentropy", { from_logits: true }), digits).last).toEqual({ units: 10 });
});

it("starts a network that learns from every field of one's own table, each told as numbers and joined", () => {
  const city = { ...field("city", "text", [], "string"), classes: ["", "harbour", "north"] };
  const houses: Dataset = {
    ...{ ...numbers, name: "own_houses", own: true, input: "sizes", target: "price" },
    fields: [field("sizes", "vector", [2]), city, field("price", "value", [1])],
  };
  const empty = makeDocument([], []);
  const { nodes, edges, training } = applyPatch(empty, datasetPatch(empty, catalog, houses));
  expect(nodes.map((node) => node.layer)).toEqual([
    ...["Input", "Normalization", "Input", "StringLookup", "Concatenate", "Dense"],
  ]);
  expect(nodes[3]?.config.vocabulary).toEqual(["harbour", "north"]);
  expect(edges.filter((edge) => edge.to[0] === nodes[4]?.id).map((edge) => [edge.from[0], edge.to[2]])).toEqual([
    [nodes[1]?.id, 0],
    [nodes[3]?.id, 1],
  ]);
  expect(training.inputs).toEqual([
    { node: nodes[0]?.id, field: "sizes" },
    { node: nodes[2]?.id, field: "city" },
  ]);
});
