import { expect, it } from "vitest";
import { BAND, handlePort, NODE_WIDTH, shapeOf } from "./geometry";
import { elkGraph } from "./layout";
import { makeCatalog, makeDocument, makeNode } from "./makeDocument";
import type { Document } from "./types";

const catalog = makeCatalog();

function shape(document: Document, id: string, outputs = 1) {
  const node = document.nodes.find((candidate) => candidate.id === id);
  if (!node) throw new Error(id);
  return shapeOf(document, catalog, node, outputs, 1);
}

it("gives a merge layer a numbered handle for each wire and one more", () => {
  const merge = makeDocument(["a", "b", makeNode("add", "Add")], ["a → add.inputs:0", "b → add.inputs:1"]);
  expect(shape(merge, "add").inputs.map((handle) => [handle.id, handle.label])).toEqual([
    ["inputs:0", "1"],
    ["inputs:1", "2"],
    ["inputs:2", "+"],
  ]);
});

it("gives no more handles than a merge layer takes wires", () => {
  const full = makeDocument(["a", "b", makeNode("dot", "Dot")], ["a → dot.inputs:0", "b → dot.inputs:1"]);
  expect(shape(full, "dot").inputs).toHaveLength(2);
});

it("names ports where a layer has several, and spreads them evenly", () => {
  const wired = makeDocument(["a", makeNode("mha", "MultiHeadAttention")], ["a → mha.key:0"]);
  const { inputs, hasPortLabels } = shape(wired, "mha");
  expect(inputs.map((handle) => handle.label)).toEqual(["query", "value", "key"]);
  const [query = 0, value = 0, key = 0] = inputs.map((handle) => handle.x);
  expect(query).toBeGreaterThan(BAND + 20);
  expect(value - query).toBeCloseTo(key - value);
  expect(hasPortLabels).toBe(true);
});

it("keeps ports that need no wire and have none apart from the others", () => {
  const { inputs } = shape(makeDocument([makeNode("mha", "MultiHeadAttention")]), "mha");
  expect(inputs.map((handle) => [handle.label, handle.isSpare])).toEqual([
    ["query", false],
    ["value", false],
    ["key", true],
  ]);
});

it("draws operations smaller than layers", () => {
  const add = { ...catalog.layers.Dense, kind: "operation" as const };
  const own = { ...catalog, layers: { "ops.add": add } } as typeof catalog;
  const node = makeNode("add", "ops.add");
  expect(shapeOf(makeDocument([node]), own, node, 1, 0).width).toBeLessThan(NODE_WIDTH);
});

it("keeps the one port that must be wired in the middle", () => {
  const optional = { name: "initial_state", many: true, required: false, minimum: 1 };
  const lstm = {
    ...catalog.layers.Dense,
    inputs: [{ ...optional, name: "inputs", many: false, required: true }, optional],
  };
  const document = makeDocument(["a", makeNode("lstm", "LSTM")], ["a → lstm.initial_state:0"]);
  const node = document.nodes[1];
  const own = { ...catalog, layers: { LSTM: lstm } } as typeof catalog;
  const { inputs } = shapeOf(document, own, node as NonNullable<typeof node>, 1, 1);
  expect(inputs[0]?.x).toBe(NODE_WIDTH / 2);
  expect(inputs[1]?.x).toBeGreaterThan(NODE_WIDTH / 2 + 40);
});

it("gives an Input no handle to wire into", () => {
  expect(shape(makeDocument([makeNode("in", "Input")]), "in").inputs).toEqual([]);
});

it("numbers outputs where there are several", () => {
  expect(shape(makeDocument(["lstm"]), "lstm", 3).outputs.map((handle) => handle.label)).toEqual(["1", "2", "3"]);
  expect(shape(makeDocument(["a"]), "a").outputs).toEqual([
    { id: "out:0", label: "", isFree: true, isSpare: false, x: NODE_WIDTH / 2 },
  ]);
});

it("draws wires that are wrong: an unknown port, a second wire, an output that is not there", () => {
  const wrong = makeDocument(["a", "b", "c"], ["a → c.inputs:0", "b → c.inputs:9999", "a:7 → b.query:0"]);
  expect(shape(wrong, "c").inputs.map((handle) => handle.id)).toEqual(["inputs:0", "inputs:9999"]);
  expect(shape(wrong, "b").inputs.map((handle) => handle.id)).toEqual(["inputs:0", "query:0"]);
  expect(shape(wrong, "a").outputs.map((handle) => handle.id)).toEqual(["out:0", "out:7"]);
});

it("reads a handle back", () => {
  expect(handlePort("initial_state:2")).toEqual(["initial_state", 2]);
});

it("tells the layout engine of every wire that has both ends", () => {
  const merge = makeDocument(
    ["a", "b", makeNode("add", "Add")],
    ["a → add.inputs:0", "b → add.inputs:1", "gone → add.inputs:2"],
  );
  const shapes = new Map(merge.nodes.map((node) => [node.id, shape(merge, node.id)]));
  const graph = elkGraph(merge, shapes);
  expect(graph.children).toHaveLength(3);
  expect(graph.edges?.map((edge) => edge.targets[0])).toEqual(["add/inputs:0", "add/inputs:1"]);
});
