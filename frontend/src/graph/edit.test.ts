import { expect, it } from "vitest";
import { edgeKey } from "./document";
import { closeGaps, move, remove, rename, reorderWires, setParam } from "./edit";
import { makeDocument, makeEdge, makeNode } from "./makeDocument";

const merge = makeDocument(
  ["a", "b", "c", makeNode("add", "Add")],
  ["a → add.inputs:0", "b → add.inputs:1", "c → add.inputs:2"],
);

function order(document: typeof merge): string[] {
  return document.edges.toSorted((x, y) => x.to[2] - y.to[2]).map((edge) => edge.from[0]);
}

it("closes the gap that a removed input leaves", () => {
  const next = remove(merge, new Set(["b"]));
  expect(next.edges.map((edge) => [edge.from[0], edge.to[2]])).toEqual([
    ["a", 0],
    ["c", 1],
  ]);
});

it("removes a single wire and keeps its nodes", () => {
  const next = remove(merge, new Set(), new Set([edgeKey(makeEdge("a → add.inputs:0"))]));
  expect(next.nodes).toBe(merge.nodes);
  expect(order(next)).toEqual(["b", "c"]);
});

it("keeps the wires as they are where no place is missing", () => {
  expect(closeGaps(merge.edges)).toBe(merge.edges);
});

it("moves an input to another place", () => {
  expect(order(reorderWires(merge, "add", "inputs", 2, 0))).toEqual(["c", "a", "b"]);
  expect(order(reorderWires(merge, "add", "inputs", 0, 1))).toEqual(["b", "a", "c"]);
});

it("renames a node with its wires and its training bindings", () => {
  const bound = {
    ...merge,
    training: {
      ...merge.training,
      inputs: [{ node: "a", field: "image" }],
      outputs: [{ node: "add", field: "label", loss: { class_name: "MeanSquaredError", config: {} }, metrics: [] }],
    },
  };
  const next = rename(rename(bound, "a", "first"), "add", "sum");
  expect(next.nodes.map((node) => node.id)).toEqual(["first", "b", "c", "sum"]);
  expect(next.edges.map((edge) => [edge.from[0], edge.to[0]])).toEqual([
    ["first", "sum"],
    ["b", "sum"],
    ["c", "sum"],
  ]);
  expect(next.training.inputs[0]?.node).toBe("first");
  expect(next.training.outputs[0]?.node).toBe("sum");
});

it("shares what a change does not touch", () => {
  const next = setParam(merge, "a", "units", 4);
  expect(next.nodes[0]?.config).toEqual({ units: 4 });
  expect(next.nodes[1]).toBe(merge.nodes[1]);
  expect(next.edges).toBe(merge.edges);
});

it("takes a key away where a parameter goes back to its default", () => {
  expect(setParam(setParam(merge, "a", "units", 4), "a", "units", undefined).nodes[0]?.config).toEqual({});
});

it("moves only the nodes that are moved", () => {
  const next = move(merge, new Map([["b", [5, 6] as const]]));
  expect(next.nodes[0]).toBe(merge.nodes[0]);
  expect(next.nodes[1]?.at).toEqual([5, 6]);
});
