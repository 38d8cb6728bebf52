import { describe, expect, it } from "vitest";
import { completeNode } from "@/graph/document";
import { objectText } from "./nodeText";
import { type Compared, differences } from "./settings";
import type { Document } from "./types";

function makeDocument(units: number, training: Partial<Document["training"]> = {}): Document {
  return {
    version: 4,
    blocks: {},
    dtype_policy: "float32",
    weights: null,
    name: "digits",
    nodes: [completeNode({ id: "dense", layer: "Dense", config: { units } })],
    edges: [],
    outputs: [],
    notes: [],
    training: {
      dataset: "mnist",
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
      ...training,
    },
  };
}

function makeRun(document: Document, run: Partial<Compared> = {}): Compared {
  return { document, device: "any", backend: "any", platform: "Keras on a CPU", ...run };
}

const TITLES = new Map([
  ["mnist", "Handwritten digits"],
  ["own_a", "Letters"],
  ["own_b", "Letters"],
]);
const compared = (...documents: Document[]) =>
  differences(
    documents.map((document) => makeRun(document)),
    TITLES,
  );

describe("differences", () => {
  it("is empty for equal documents", () => {
    expect(compared(makeDocument(10), makeDocument(10))).toEqual([]);
  });

  it("names a schedule as an object within its optimizer", () => {
    const learning_rate = { class_name: "CosineDecay", config: { decay_steps: 9 } };
    expect(objectText({ class_name: "SGD", config: { learning_rate, momentum: 0.9 } })).toBe(
      "SGD(learning_rate=CosineDecay(decay_steps=9), momentum=0.9)",
    );
  });

  it("calls data sets by their titles, and by their names where two have the same", () => {
    const on = (dataset: string) => makeDocument(10, { dataset });
    expect(compared(on("mnist"), on("own_a"), on("own_b"), on("own_gone"))).toEqual([
      { name: "Data set", values: ["Handwritten digits", "Letters (own_a)", "Letters (own_b)", "own_gone"] },
    ]);
  });

  it("lists training settings that differ", () => {
    const optimizer = { class_name: "SGD", config: { learning_rate: 0.1 } };
    expect(compared(makeDocument(10), makeDocument(10, { optimizer, epochs: 8 }))).toEqual([
      { name: "Optimizer", values: ["Adam", "SGD(learning_rate=0.1)"] },
      { name: "Epochs", values: ["5", "8"] },
    ]);
  });

  it("lists parameters of layers that differ, and layers only one has", () => {
    const other = makeDocument(20);
    other.nodes = [...other.nodes, completeNode({ id: "dropout", layer: "Dropout", config: { rate: 0.5 } })];
    expect(compared(makeDocument(10), other)).toEqual([
      { name: "dense: units", values: ["10", "20"] },
      { name: "dropout", values: ["–", "Dropout"] },
      { name: "dropout: rate", values: ["–", "0.5"] },
    ]);
  });

  it("lists how layers are called, shared and repeated", () => {
    const other = makeDocument(10);
    other.nodes = [
      completeNode({ id: "dense", layer: "Dense", config: { units: 10 }, call: { training: true }, repeat: 3 }),
    ];
    expect(compared(makeDocument(10), other)).toEqual([
      { name: "dense: called with training", values: ["–", "true"] },
      { name: "dense: repeat", values: ["–", "3"] },
    ]);
  });

  it("looks into blocks", () => {
    const withBlock = (units: number, nested: boolean): Document => ({
      ...makeDocument(10),
      blocks: {
        head: {
          nodes: [completeNode({ id: "inner", layer: "Dense", config: { units } })],
          edges: [],
          inputs: [],
          outputs: [],
          params: [],
          nested,
          help: "",
        },
      },
    });
    expect(compared(withBlock(4, false), withBlock(8, true))).toEqual([
      { name: "head › inner: units", values: ["4", "8"] },
      { name: "head › one nested layer", values: ["no", "yes"] },
    ]);
  });

  it("lists precision, starting weights and marked outputs", () => {
    const weights = { digest: "ab".repeat(32), title: "run 3" };
    const other: Document = { ...makeDocument(10), dtype_policy: "mixed_float16", weights, outputs: [["dense", 0]] };
    expect(compared(makeDocument(10), other)).toEqual([
      { name: "dtype policy", values: ["float32", "mixed_float16"] },
      { name: "Starting weights", values: ["drawn by the seed", "run 3 (abababab)"] },
      { name: "Outputs", values: ["what no wire leaves", "dense"] },
    ]);
  });

  it("lists what the runs were trained on", () => {
    const runs = [makeRun(makeDocument(10)), makeRun(makeDocument(10), { device: "gpu", platform: "Keras on a GPU" })];
    expect(differences(runs, TITLES)).toEqual([
      { name: "Device asked for", values: ["any", "gpu"] },
      { name: "Trained on", values: ["Keras on a CPU", "Keras on a GPU"] },
    ]);
  });
});

it("writes an object with what it was given", () => {
  expect(objectText({ class_name: "Adam", config: {} })).toBe("Adam");
  expect(objectText({ class_name: "Adam", config: { beta_1: 0.8 } })).toBe("Adam(beta_1=0.8)");
});
