import { expect, it } from "vitest";
import { knownCatalog } from "./blocks";
import { rename, setTraining } from "./edit";
import { makeBlock } from "./makeBlock";
import { makeCatalog, makeDocument, makeNode, makeParam } from "./makeDocument";
import { marksInStep, marksUngrouped } from "./marksInStep";
import { copyNodes, pasteClip } from "./paste";
import { replaceNode } from "./replaceNode";
import { withScene } from "./scene";
import { fieldsOf, firstSpan, mark } from "./sweep";
import type { Document, OutputBinding } from "./types";
import { ungroup } from "./ungroup";

const CATALOG = makeCatalog();
const UNITS = makeParam("units", "int");
const plain = makeDocument(
  [makeNode("input", "Input", { shape: [4] }), makeNode("dense", "Dense", { units: 32 }), makeNode("last", "Dense")],
  ["input → dense", "dense → last"],
);
const marked = mark(plain, { node: "dense", block: null, path: ["units"] }, firstSpan(UNITS, 32));
const after = (change: (document: Document) => Document, before = marked) =>
  marksInStep(before, change(before), knownCatalog(CATALOG, before.blocks));
const places = (document: Document) =>
  fieldsOf(document).map(({ name, node, block, path }) => [name, node, block, ...path]);

it("follows a node that is renamed, with the name that was made of it", () => {
  expect(places(after((document) => rename(document, "dense", "hidden")))).toEqual([
    ["hidden_units", "hidden", null, "units"],
  ]);
});

it("goes with its node", () => {
  const gone = after((document) => ({ ...document, nodes: document.nodes.filter(({ id }) => id !== "dense") }));
  expect(places(gone)).toEqual([]);
});

it("stays where another layer has the parameter, and goes where it has none", () => {
  const lstm = after((document) => replaceNode(document, CATALOG, "dense", "LSTM"));
  expect(places(lstm)).toEqual([["dense_units", "dense", null, "units"]]);
  expect(places(after((document) => replaceNode(document, CATALOG, "dense", "Flatten")))).toEqual([]);
});

it("leaves copies with the value that is drawn", () => {
  const pasted = after(
    (document) => pasteClip(document, CATALOG, copyNodes(document, new Set(["dense"])), [0, 0]).document,
  );
  expect(pasted.nodes).toHaveLength(4);
  expect(places(pasted)).toEqual([["dense_units", "dense", null, "units"]]);
});

it("goes into a block with its node, follows it there, and comes out of it again", () => {
  const inside = after((document) => makeBlock(document, CATALOG, new Set(["dense"]), "hidden").document ?? document);
  expect(places(inside)).toEqual([["dense_units", "dense", "hidden", "units"]]);
  const use = inside.nodes.find(({ layer }) => layer === "block.hidden")?.id ?? "";
  const catalog = knownCatalog(CATALOG, inside.blocks);
  const block = inside.blocks.hidden;
  const scene = rename({ ...inside, nodes: block?.nodes ?? [], edges: block?.edges ?? [] }, "dense", "wide");
  const renamed = after((document) => withScene(document, [use], scene, catalog), inside);
  expect(places(renamed)).toEqual([["wide_units", "wide", "hidden", "units"]]);
  const done = ungroup(renamed, catalog, use);
  const out = marksUngrouped(done?.document ?? renamed, "hidden", null, done?.names ?? null);
  expect(places(out)).toEqual([["wide_units", "wide", null, "units"]]);
});

it("follows a callback to its new place, and an optimizer's argument as long as there is one", () => {
  const callbacks = ["TerminateOnNaN", "EarlyStopping"].map((class_name) => ({ class_name, config: {} }));
  const trained = setTraining(plain, { callbacks });
  const path = ["callbacks", 1, "config", "patience"];
  const patient = mark(trained, { node: null, block: null, path }, firstSpan(makeParam("patience", "int"), 4));
  const moved = after((document) => setTraining(document, { callbacks: callbacks.slice(1) }), patient);
  expect(places(moved)).toEqual([["patience", null, null, "callbacks", 0, "config", "patience"]]);
  expect(places(after((document) => setTraining(document, { callbacks: [] }), moved))).toEqual([]);
});

const PRECISION = { class_name: "Precision", config: { thresholds: 0.5 } };
const to = (node: string | null, ...metrics: string[]): OutputBinding => ({
  node,
  field: "label",
  loss: { class_name: "MeanSquaredError", config: {} },
  metrics: metrics.map((class_name) => ({ class_name, config: {} })),
  weight: null,
});
const trained = (...outputs: OutputBinding[]) => setTraining(plain, { outputs });
const loss = { node: null, block: null, path: ["outputs", 1, "loss"] };
const lossOf = (document: Document) => mark(document, loss, firstSpan(makeParam("loss", "json"), "mse"));
const changed = (before: Document, ...outputs: OutputBinding[]) =>
  places(after((document) => setTraining(document, { outputs }), before)).map((place) => place.slice(3));

it("follows an output by its node, wherever it is written", () => {
  const both = lossOf(trained(to("dense"), to("last")));
  expect(changed(both, to("last"))).toEqual([["outputs", 0, "loss"]]);
  expect(changed(both, to("last"), to("dense"))).toEqual([["outputs", 0, "loss"]]);
  expect(changed(both, to("dense"))).toEqual([]);
});

it("follows outputs by their order where they had no name, or have another", () => {
  expect(changed(lossOf(trained(to("last"), to(null))), to("dense"), to("last"))).toEqual([["outputs", 0, "loss"]]);
  const both = lossOf(trained(to("dense"), to("last")));
  expect(places(after((document) => rename(document, "last", "end"), both))).toEqual(places(both));
});

it("stays with a metric's argument as long as the output has the metric", () => {
  const path = ["outputs", 0, "metrics", 1, "config", "thresholds"];
  const document = trained({ ...to("last", "Recall"), metrics: [...to("last", "Recall").metrics, PRECISION] });
  const both = mark(document, { node: null, block: null, path }, firstSpan(makeParam("thresholds", "float"), 0.5));
  expect(changed(both, { ...to("last"), metrics: [PRECISION] })).toEqual([path.with(3, 0)]);
  expect(changed(both, to("last", "Recall"))).toEqual([]);
});

it("stands on an output that is written in the step in which it is marked", () => {
  const both = after((document) => lossOf(setTraining(document, { outputs: [to("dense"), to("last")] })), plain);
  expect(places(both)).toEqual([["loss", null, null, "outputs", 1, "loss"]]);
});
