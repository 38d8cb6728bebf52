import { describe, expect, it } from "vitest";
import { completeNode } from "@/graph/document";
import { differences, objectText } from "./settings";
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

describe("differences", () => {
  it("is empty for equal documents", () => {
    expect(differences([makeDocument(10), makeDocument(10)])).toEqual([]);
  });

  it("names a schedule as an object within its optimizer", () => {
    const learning_rate = { class_name: "CosineDecay", config: { decay_steps: 9 } };
    expect(objectText({ class_name: "SGD", config: { learning_rate, momentum: 0.9 } })).toBe(
      "SGD(learning_rate=CosineDecay(decay_steps=9), momentum=0.9)",
    );
  });

  it("lists training settings that differ", () => {
    const optimizer = { class_name: "SGD", config: { learning_rate: 0.1 } };
    expect(differences([makeDocument(10), makeDocument(10, { optimizer, epochs: 8 })])).toEqual([
      { name: "Optimizer", values: ["Adam", "SGD(learning_rate=0.1)"] },
      { name: "Epochs", values: ["5", "8"] },
    ]);
  });

  it("lists parameters of layers that differ, and layers only one has", () => {
    const other = makeDocument(20);
    other.nodes = [...other.nodes, completeNode({ id: "dropout", layer: "Dropout", config: { rate: 0.5 } })];
    expect(differences([makeDocument(10), other])).toEqual([
      { name: "dense: units", values: ["10", "20"] },
      { name: "dropout", values: ["–", "Dropout"] },
      { name: "dropout: rate", values: ["–", "0.5"] },
    ]);
  });
});

it("writes an object with what it was given", () => {
  expect(objectText({ class_name: "Adam", config: {} })).toBe("Adam");
  expect(objectText({ class_name: "Adam", config: { beta_1: 0.8 } })).toBe("Adam(beta_1=0.8)");
});
