import { expect, it } from "vitest";
import { completeDocument, equalJson, meansTheSame, reaches } from "./document";
import { move } from "./edit";
import { NODE_WIDTH } from "./geometry";
import { lanesOf } from "./lanes";
import { makeDocument, makeNode } from "./makeDocument";
import { shareAnalysis } from "./share";
import type { Analysis } from "./types";

it("writes out what the server left at its default", () => {
  const document = completeDocument({ name: "x", nodes: [{ id: "a", layer: "Flatten", at: [1, 2] }] });
  expect(document.nodes[0]?.config).toEqual({});
  expect(document.training.optimizer).toEqual({ class_name: "Adam", config: {} });
});

it("knows that a moved network is the same network", () => {
  const document = makeDocument(["a", "b"], ["a → b"]);
  expect(meansTheSame(document, move(document, new Map([["a", [9, 9] as const]])))).toBe(true);
  expect(meansTheSame(document, { ...document, edges: [] })).toBe(false);
});

it("compares JSON by what it says", () => {
  expect(equalJson({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true);
  expect(equalJson({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  expect(equalJson([], {})).toBe(false);
});

it("follows wires over any number of layers", () => {
  const chain = makeDocument(["a", "b", "c"], ["a → b", "b → c"]);
  expect(reaches(chain, "a", "c")).toBe(true);
  expect(reaches(chain, "c", "a")).toBe(false);
});

it("leads a wire past the nodes that stand in its way, and no other", () => {
  const skip = makeDocument(
    [makeNode("a", "Dense", {}, [0, 0]), makeNode("b", "Dense", {}, [0, 120]), makeNode("c", "Add", {}, [0, 240])],
    ["a → b", "b → c.inputs:0", "a → c.inputs:1"],
  );
  const lanes = lanesOf(skip, new Map());
  expect([...lanes.keys()]).toEqual([skip.edges[2]]);
  expect([...lanes.values()][0]).toSatisfy((x: number) => x < 0 || x > NODE_WIDTH);
});

it("keeps every part of an analysis that says the same", () => {
  const make = (units: number): Analysis => ({
    nodes: {
      a: {
        outputs: [{ shape: [null, 4], dtype: "float32" }],
        trainable: 0,
        non_trainable: 0,
        is_counted: true,
        arithmetic: "",
      },
      b: {
        outputs: [{ shape: [null, units], dtype: "float32" }],
        trainable: units,
        non_trainable: 0,
        is_counted: true,
        arithmetic: "",
      },
    },
    ...{ problems: [], inputs: ["a"], outputs: ["b"] },
    totals: { layers: 2, trainable: units, non_trainable: 0, is_counted: true, weight_bytes: 4 * units, flops: units },
  });
  const before = make(3);
  const after = shareAnalysis(before, make(5));
  expect(after.nodes.a).toBe(before.nodes.a);
  expect(after.nodes.b).not.toBe(before.nodes.b);
  expect(after.problems).toBe(before.problems);
});
