import { expect, it } from "vitest";
import { makeDocument, makeNode, makeParam } from "./makeDocument";
import { listSpan, type Place } from "./sweep";
import { withValues } from "./sweepValues";
import type { SweepField } from "./types";

const span = listSpan(makeParam("units", "int"), [1, 2]);
const field = (name: string, place: Partial<Place>): SweepField => ({
  ...{ name, node: null, block: null, path: [] },
  ...place,
  ...span,
});
const dense = makeDocument([
  makeNode("dense", "Dense", { units: 32, kernel_regularizer: { class_name: "L2", config: {} } }),
]);

it("sets what the trial set, and leaves the rest", () => {
  const fields = [
    field("units", { node: "dense", path: ["units"] }),
    field("l2", { node: "dense", path: ["kernel_regularizer", "config", "l2"] }),
    field("rate", { path: ["optimizer", "config", "learning_rate"] }),
    field("epochs", { path: ["epochs"] }),
  ];
  const { document, missing } = withValues(dense, fields, { units: 64, l2: 0.1, rate: 0.5 });
  expect(document.nodes[0]?.config).toEqual({
    units: 64,
    kernel_regularizer: { class_name: "L2", config: { l2: 0.1 } },
  });
  expect(document.training.optimizer).toEqual({ class_name: "Adam", config: { learning_rate: 0.5 } });
  expect(document.training.epochs).toBe(dense.training.epochs);
  expect(missing).toEqual([]);
});

it("names the fields that stand nowhere any more", () => {
  const fields = [
    field("units", { node: "gone", path: ["units"] }),
    field("patience", { path: ["callbacks", 0, "config", "patience"] }),
  ];
  const taken = withValues(dense, fields, { units: 64, patience: 2 });
  expect(taken).toEqual({ document: dense, missing: ["units", "patience"] });
});
