import { beforeEach, expect, it } from "vitest";
import { setParam } from "./edit";
import { makeBlock } from "./makeBlock";
import { makeCatalog, makeDocument, makeNode } from "./makeDocument";
import { useEditor } from "./store";
import type { Analysis, Problem } from "./types";

const catalog = makeCatalog();
const chain = makeDocument([makeNode("x", "Input"), "a", "b"], ["x → a", "a → b"]);
const state = () => useEditor.getState();

beforeEach(() => {
  state().open("n", chain, catalog);
  state().edit(
    "Make a block",
    (document) => makeBlock(document, catalog, new Set(["a", "b"]), "pair").document ?? document,
  );
});

it("knows a block as a layer as soon as there is one, and forgets it on undo", () => {
  expect(state().catalog.layers["block.pair"]?.kind).toBe("block");
  state().undo();
  expect(state().catalog.layers["block.pair"]).toBeUndefined();
});

it("shows the inside of a block, draws there, and undoes it", () => {
  state().show(["pair"]);
  expect(state().scene.nodes.map((node) => node.id)).toEqual(["inputs", "a", "b"]);
  state().draw("Set units of a", (scene) => setParam(scene, "a", "units", 5));
  expect(state().scene.nodes[1]?.config).toEqual({ units: 5 });
  expect(state().document.nodes.map((node) => node.id)).toEqual(["x", "pair"]);
  state().undo();
  expect(state().scene.nodes[1]?.config).toEqual({});
  expect(state().inside).toEqual(["pair"]);
});

it("leaves a block that an undo takes away", () => {
  state().show(["pair"]);
  state().undo();
  expect(state().inside).toEqual([]);
  expect(state().scene).toBe(state().document);
});

it("shows what Keras says of the use from which a block was opened", () => {
  const figure = { outputs: [{ shape: [null, 3], dtype: "float32" }], trainable: 1, non_trainable: 0, arithmetic: "" };
  const problem: Problem = {
    code: "c",
    message: "m",
    node: "pair",
    inside: ["b"],
    param: null,
    severity: "error",
    fixes: [],
  };
  const nodes = { pair: figure, "pair/a": figure, "pair/a/deep": figure };
  state().analysed({ nodes, problems: [problem] } as unknown as Analysis, state().document);
  expect(state().sceneProblems.get("pair")).toHaveLength(1);
  state().show(["pair"]);
  expect(Object.keys(state().figures)).toEqual(["a"]);
  expect(state().sceneProblems.get("b")).toEqual([problem]);
});

it("changes nothing of a network that is someone else's", () => {
  const before = chain;
  state().open("n", chain, catalog, { author: "Ada", origin: null });
  state().edit("Rename the network", (document) => ({ ...document, name: "Mine" }));
  state().draw("Set units of a", (scene) => setParam(scene, "a", "units", 5));
  state().undo();
  expect(state().document).toBe(before);
});

it("follows what the owner of someone else's network saves, and stays where the reader looks", () => {
  const whole = state().document;
  state().open("n", whole, catalog, { author: "Ada", origin: null });
  state().show(["pair"]);
  state().select(["a"]);
  const copy: typeof whole = JSON.parse(JSON.stringify(whole));
  state().follow({ ...copy, nodes: [...copy.nodes, makeNode("late", "Dense")] });
  expect(state().document.nodes.map((node) => node.id)).toEqual(["x", "pair", "late"]);
  expect(state().document.nodes[0]).toBe(whole.nodes[0]);
  expect([state().inside, [...state().selection]]).toEqual([["pair"], ["a"]]);
  state().follow({ ...copy, nodes: copy.nodes.slice(0, 1), edges: [], blocks: {} });
  expect([state().inside, [...state().selection]]).toEqual([[], []]);
});
