import { expect, it } from "vitest";
import { completeDocument, toWire } from "@/graph/document";
import { differenceText, graphDifference } from "./graphDifference";
import type { Document } from "./types";

type Given = { id: string; layer: string; config?: Record<string, unknown> };

/** A chain of layers, each fed by the one before it. */
function chain(...nodes: Given[]): Document {
  const edges = nodes.slice(1).map((node, at) => ({ from: [nodes[at]?.id, 0], to: [node.id, "inputs", 0] }));
  return toWire(completeDocument({ nodes, edges: edges as Document["edges"] })) as Document;
}

const input = { id: "input_layer", layer: "Input", config: { shape: [4] } };
const wide = { id: "dense", layer: "Dense", config: { units: 64 } };
const last = { id: "dense_1", layer: "Dense", config: { units: 3 } };

it("finds nothing between equal networks", () => {
  const found = graphDifference(chain(input, wide, last), chain(input, wide, last));
  expect(found.pairs.map(({ change }) => change)).toEqual(["same", "same", "same"]);
  expect(differenceText(found)).toBe("The two networks are the same.");
});

it("tells a changed parameter with both values", () => {
  const found = graphDifference(chain(input, wide), chain(input, { ...wide, config: { units: 32 } }));
  expect(found.pairs[1]).toMatchObject({ change: "changed", details: [{ name: "units", values: ["64", "32"] }] });
});

it("tells what was added, and whose wires changed by it", () => {
  const dropout = { id: "dropout", layer: "Dropout", config: { rate: 0.5 } };
  const found = graphDifference(chain(input, wide, last), chain(input, wide, dropout, last));
  expect([...found.after]).toEqual([
    ["input_layer", "same"],
    ["dense", "same"],
    ["dense_1", "changed"],
    ["dropout", "added"],
  ]);
  expect(found.pairs[2]?.details).toEqual([{ name: "fed by", values: ["dense", "dropout"] }]);
  expect(differenceText(found)).toBe("1 added, 1 changed.");
});

it("tells what was removed", () => {
  const found = graphDifference(chain(input, wide, last), chain(input, wide));
  expect(found.before.get("dense_1")).toBe("removed");
});

it("knows a renamed layer again, and blames nobody whom it feeds", () => {
  const found = graphDifference(chain(input, wide, last), chain(input, { ...wide, id: "hidden" }, last));
  expect(found.pairs.map(({ change }) => change)).toEqual(["same", "changed", "same"]);
  expect(found.pairs[1]?.details).toEqual([{ name: "name", values: ["dense", "hidden"] }]);
});

it("knows a layer that was renamed and changed by the place where it stands", () => {
  const found = graphDifference(
    chain(input, wide, last),
    chain(input, { ...wide, id: "hidden", config: { units: 8 } }, last),
  );
  expect(found.pairs[1]?.details.map(({ name }) => name)).toEqual(["name", "units"]);
});

/** A chain whose last layer is a block of one Dense within another block. */
function nested(units: number, given: Partial<Document> = {}): Document {
  const inner = { nodes: [{ id: "deep", layer: "Dense", config: { units } }] };
  const outer = { nodes: [{ id: "use", layer: "block.inner", config: {} }] };
  const document = chain(input, { id: "body", layer: "block.outer" });
  return toWire(completeDocument({ ...document, blocks: { inner, outer }, ...given } as never)) as Document;
}

it("finds a change deep within blocks, and marks what uses them", () => {
  const found = graphDifference(nested(4), nested(8));
  expect(found.pairs.map(({ within, after, change }) => [within, after?.id, change])).toEqual([
    [null, "input_layer", "same"],
    [null, "body", "changed"],
    ["inner", "deep", "changed"],
    ["outer", "use", "changed"],
  ]);
  expect(found.after.get("body")).toBe("changed");
  expect(differenceText(found)).toBe("3 changed.");
});

it("tells networks of other precision or other outputs apart", () => {
  const found = graphDifference(nested(4), nested(4, { dtype_policy: "mixed_float16", outputs: [["body", 0]] }));
  expect(found.whole.map(({ name }) => name)).toEqual(["Outputs", "dtype policy"]);
  expect(differenceText(found)).toBe("The layers are the same; the networks differ as a whole.");
});

it("tells which port of a layer a wire leads to", () => {
  const attention = (port: string): Document => ({
    ...chain(input, { id: "mha", layer: "MultiHeadAttention" }),
    edges: [{ from: ["input_layer", 0], to: ["mha", port, 0] }],
  });
  const found = graphDifference(attention("key"), attention("value"));
  expect(found.pairs[1]?.details).toEqual([{ name: "fed by", values: ["input_layer as key", "input_layer as value"] }]);
});
