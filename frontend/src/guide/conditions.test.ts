import { expect, test } from "vitest";
import { completeLayer } from "@/graph/catalog";
import { completeDocument } from "@/graph/document";
import { EMPTY_CATALOG } from "@/graph/emptyCatalog";
import type { Analysis, Param } from "@/graph/types";
import { type Facts, judge } from "./conditions";
import type { Condition } from "./types";

const PARAM = { kind: "int", required: false } as unknown as Param;
const LAYERS = {
  Input: completeLayer({ name: "Input", family: "Core", kind: "input" }),
  Conv2D: completeLayer({ name: "Conv2D", family: "C", params: [{ ...PARAM, name: "padding", default: "valid" }] }),
  Dense: completeLayer({ name: "Dense", family: "Core", params: [{ ...PARAM, name: "units", default: null }] }),
};

const DOCUMENT = completeDocument({
  version: 4,
  name: "x",
  nodes: [
    { id: "x", layer: "Input" },
    { id: "conv", layer: "Conv2D", config: { kernel_size: [3, 3] } },
    { id: "first", layer: "Dense", config: { units: 8 } },
    { id: "last", layer: "Dense", config: { units: 3 } },
    { id: "again", layer: "Dense", shares: "last" },
    { id: "alone", layer: "Conv2D" },
  ],
  edges: [
    { from: ["x", 0], to: ["conv", "inputs", 0] },
    { from: ["conv", 0], to: ["first", "inputs", 0] },
    { from: ["first", 0], to: ["last", "inputs", 0] },
  ],
} as unknown as Parameters<typeof completeDocument>[0]);

const node = (shape: (number | null)[], trainable: number) => ({
  outputs: [{ shape, dtype: "float32" }],
  trainable,
  non_trainable: 0,
});
const ANALYSIS = {
  nodes: { conv: node([null, 26, 26, 16], 160), first: node([null, 8], 24), last: node([null, 3], 27) },
  totals: { trainable: 211, non_trainable: 4 },
  problems: [{}, {}],
} as unknown as Analysis;

const FACTS: Facts = {
  document: DOCUMENT,
  analysis: ANALYSIS,
  catalog: { ...EMPTY_CATALOG, layers: LAYERS },
  runs: [
    { state: "running", summary: {}, started: "" },
    { state: "finished", summary: { loss: 0.1, val_loss: 0.45, accuracy: 0.98 }, started: "" },
    { state: "failed", summary: {}, started: "" },
    { state: "stopped", summary: { loss: 3 }, started: "" },
  ],
  trained: null,
};

function met(condition: object, facts: Partial<Facts> = {}): boolean {
  return judge({ text: "", trained: false, upto: null, ...condition } as Condition, { ...FACTS, ...facts }).met;
}

function now(condition: object, facts: Partial<Facts> = {}): string {
  return judge({ text: "", trained: false, upto: null, ...condition } as Condition, { ...FACTS, ...facts }).now;
}

test("layers are counted by their class, with every comparison", () => {
  const dense = { kind: "layers", layer: "Dense" };
  expect(["=", "!=", "<", "<=", ">", ">="].map((compare) => met({ ...dense, compare, value: 3 }))).toEqual([
    true,
    false,
    false,
    true,
    false,
    true,
  ]);
  expect(met({ ...dense, compare: "in", value: 1, upto: 3 })).toBe(true);
  expect(met({ ...dense, compare: "in", value: 4, upto: 9 })).toBe(false);
  expect(now({ ...dense, compare: ">=", value: 4 })).toBe("now 3");
});

test("wires are found between nodes and classes, in their direction", () => {
  expect(met({ kind: "wire", source: "x", target: "Conv2D" })).toBe(true);
  expect(met({ kind: "wire", source: "Conv2D", target: "x" })).toBe(false);
  expect(met({ kind: "wire", source: "x", target: "last" })).toBe(false);
});

test("a node is connected that lies between an Input and an end", () => {
  expect(met({ kind: "connected", node: "first" })).toBe(true);
  expect(met({ kind: "connected", node: "alone" })).toBe(false);
  const outputs = [["conv", 0]] as const;
  expect(met({ kind: "connected", node: "first" }, { document: { ...DOCUMENT, outputs } })).toBe(false);
});

test("a field is that of any node meant, of its default, of what it shares", () => {
  const units = { kind: "field", node: "Dense", param: "units", compare: "=" };
  expect(met({ ...units, value: 3 })).toBe(true);
  expect(met({ ...units, value: 4 })).toBe(false);
  expect(now({ ...units, value: 4 })).toBe("now 8");
  expect(met({ ...units, node: "again", value: 3 })).toBe(true);
  expect(met({ kind: "field", node: "alone", param: "padding", compare: "=", value: "valid" })).toBe(true);
  expect(met({ kind: "field", node: "conv", param: "kernel_size", compare: "=", value: 3 })).toBe(true);
  expect(met({ kind: "field", node: "conv", param: "kernel_size", compare: "=", value: [3, 5] })).toBe(false);
  expect(met({ kind: "field", node: "Dropout", param: "rate", compare: ">", value: 0 })).toBe(false);
});

test("settings are those of the document, or of the newest finished run", () => {
  const epochs = { kind: "setting", setting: "epochs", compare: "=", value: 7 };
  const trained = { ...DOCUMENT, training: { ...DOCUMENT.training, epochs: 7 } };
  expect(met(epochs)).toBe(false);
  expect(met({ ...epochs, trained: true }, { trained })).toBe(true);
  expect(now({ ...epochs, trained: true })).toBe("no run has finished");
  const rate = { kind: "setting", setting: "learning_rate", compare: "<", value: 0.01 };
  const optimizer = { class_name: "Adam", config: { learning_rate: 0.005 } };
  expect(met(rate, { document: { ...DOCUMENT, training: { ...DOCUMENT.training, optimizer } } })).toBe(true);
  expect(met({ ...rate, setting: "optimizer", compare: "=", value: DOCUMENT.training.optimizer.class_name })).toBe(
    true,
  );
});

test("shapes, parameters and problems are what Keras says of the network as it is", () => {
  const shape = { kind: "shape", node: "Conv2D", shape: [26, 26, 16] };
  expect(met(shape)).toBe(true);
  expect(now({ ...shape, shape: [28, 28, 16] })).toBe("now 26 × 26 × 16");
  expect(met({ kind: "parameters", compare: "=", value: 215 })).toBe(true);
  expect(met({ kind: "parameters", node: "last", compare: "=", value: 27 })).toBe(true);
  expect(met({ kind: "problems", compare: "=", value: 0 })).toBe(false);
  expect(now(shape, { analysis: null })).toBe("Keras is asked");
  expect(now(shape, { document: null })).toBe("go to the network to see");
});

test("runs are counted by what became of them", () => {
  const counted = (stage: string, value: number) => met({ kind: "runs", stage, compare: "=", value });
  expect([counted("started", 4), counted("finished", 2), counted("paused", 0)]).toEqual([true, true, true]);
});

test("metrics and gaps are those of the newest run that is over", () => {
  expect(met({ kind: "metric", metric: "accuracy", compare: ">=", value: 0.9 })).toBe(true);
  expect(met({ kind: "metric", metric: "val_accuracy", compare: ">=", value: 0 })).toBe(false);
  expect(met({ kind: "gap", metric: "loss", compare: ">=", value: 0.3 })).toBe(true);
  expect(now({ kind: "gap", metric: "loss", compare: "<", value: 0.3 })).toBe("now 0.35");
  expect(met({ kind: "gap", metric: "accuracy", compare: ">=", value: 0 })).toBe(false);
  expect(now({ kind: "metric", metric: "loss", compare: "<", value: 1 }, { runs: [] })).toBe("no run has finished");
});
