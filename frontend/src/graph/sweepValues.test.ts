import { expect, it } from "vitest";
import { makeCatalog, makeDocument, makeNode, makeParam } from "./makeDocument";
import { markInside } from "./markInside";
import { listSpan, type Place } from "./sweep";
import { withValues } from "./sweepValues";
import type { Catalog, SweepField } from "./types";

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

it("writes an object out before one of its arguments is marked", () => {
  const named = makeDocument([makeNode("dense", "Dense", { kernel_initializer: "he_normal" })]);
  const initializers = { HeNormal: { name: "HeNormal" } } as unknown as Catalog["initializers"];
  const catalog = { ...makeCatalog(), initializers };
  const place = { node: "dense", block: null, path: ["kernel_initializer", "config", "seed"] };
  const marked = markInside(named, catalog, place, span);
  expect(marked.nodes[0]?.config).toEqual({ kernel_initializer: { class_name: "HeNormal", config: {} } });
  expect(marked.training.sweep?.fields.map(({ name }) => name)).toEqual(["dense_seed"]);
});
