import { expect, it } from "vitest";
import { describeNode } from "./describe";
import { completeBlock, indexOf } from "./document";
import { remove, rename } from "./edit";
import { faceOf } from "./face";
import { canFreeze, freeze, isFrozen, upstream } from "./freeze";
import { makeCatalog, makeDocument, makeNode } from "./makeDocument";
import { copyNodes, parseClip, pasteClip } from "./paste";
import { replaceNode } from "./replaceNode";
import { shareNode, standAlone, usesOfLayer } from "./sharing";
import type { Document, Node } from "./types";

const catalog = makeCatalog();
const start = makeDocument([makeNode("x", "Input"), makeNode("a", "Dense", { units: 8 }), "b"], ["x → a", "a → b"]);
const shared = shareNode(start, catalog, "a")?.document as Document;
const thrice = shareNode(shared, catalog, "dense")?.document as Document;

function node(document: Document, id: string): Node {
  return indexOf(document).nodes.get(id) as Node;
}

it("uses a layer again: the new node names the owner, also when made from another use", () => {
  expect(node(shared, "dense")).toMatchObject({ layer: "Dense", config: {}, shares: "a" });
  expect(node(thrice, "dense_1").shares).toBe("a");
  expect(usesOfLayer(thrice, node(thrice, "dense"))).toEqual(["a", "dense", "dense_1"]);
  expect(shareNode(start, catalog, "x")).toBeNull();
});

it("shows and says whose layer it is, with the owner's settings", () => {
  expect(faceOf(shared, catalog, node(shared, "dense"))).toMatchObject({
    shared: "a",
    params: [{ name: "units", text: "8" }],
  });
  expect(describeNode(shared, node(shared, "dense"), undefined, 0)).toContain("uses the layer of a");
});

it("hands the layer to the first use that is left when its owner goes", () => {
  const next = remove(thrice, new Set(["a"]));
  expect(node(next, "dense")).toMatchObject({ config: { units: 8 }, shares: null });
  expect(node(next, "dense_1").shares).toBe("dense");
  expect(node(remove(thrice, new Set(["a", "dense"])), "dense_1")).toMatchObject({
    config: { units: 8 },
    shares: null,
  });
});

it("lets uses follow an owner that is renamed", () => {
  expect(node(rename(shared, "a", "tower"), "dense").shares).toBe("tower");
});

it("gives a use a layer of its own", () => {
  expect(node(standAlone(shared, "dense"), "dense")).toMatchObject({ config: { units: 8 }, shares: null });
});

function pasted(from: Document, ids: string[], into: Document): Node[] {
  const clip = parseClip(JSON.stringify(copyNodes(from, new Set(ids))));
  if (!clip) throw new Error("no clip");
  const { document, ids: fresh } = pasteClip(into, catalog, clip, [0, 0]);
  return fresh.map((id) => node(document, id));
}

it("pastes a use with its owner as a pair of their own, and alone as one more use", () => {
  const [owner, use] = pasted(shared, ["a", "dense"], shared);
  expect(use?.shares).toBe(owner?.id);
  expect(pasted(shared, ["dense"], shared)[0]?.shares).toBe("a");
});

it("pastes a use without its owner elsewhere as a layer of its own", () => {
  expect(pasted(shared, ["dense"], makeDocument([]))[0]).toMatchObject({ shares: null, config: { units: 8 } });
});

it("freezes layers by their owner, and only those that have weights", () => {
  const frozen = freeze(shared, catalog, ["x", "dense"], true);
  expect(node(frozen, "a").config).toEqual({ units: 8, trainable: false });
  expect(isFrozen(frozen, catalog, node(frozen, "dense"))).toBe(true);
  expect(node(frozen, "x").config).toEqual({});
  expect(node(freeze(frozen, catalog, ["a"], false), "a").config).toEqual({ units: 8 });
  expect(freeze(shared, catalog, ["a"], false)).toBe(shared);
});

it("freezes a block as a whole: its layers, and those of the blocks that stand in it", () => {
  const inner = completeBlock({ nodes: [makeNode("i", "Input"), makeNode("d"), makeNode("f", "Flatten")] });
  const outer = completeBlock({ nodes: [makeNode("i", "Input"), makeNode("u", "block.inner"), makeNode("e")] });
  const document: Document = { ...makeDocument([makeNode("use", "block.outer")]), blocks: { inner, outer } };
  const use = node(document, "use");
  const frozen = freeze(document, catalog, ["use"], true);
  expect(canFreeze(document, catalog, use)).toBe(true);
  expect([isFrozen(document, catalog, use), isFrozen(frozen, catalog, use)]).toEqual([false, true]);
  expect(frozen.blocks.inner?.nodes.map(({ config }) => config)).toEqual([{}, { trainable: false }, {}]);
  expect(frozen.blocks.outer?.nodes.map(({ config }) => config)).toEqual([{}, {}, { trainable: false }]);
  expect(faceOf(frozen, catalog, use).isFrozen).toBe(true);
  expect(freeze(frozen, catalog, ["use"], false).blocks).toEqual(document.blocks);
  expect(freeze(frozen, catalog, ["use"], true)).toBe(frozen);
});

it("finds what comes before a layer", () => {
  expect([...upstream(start, ["b"])]).toEqual(["a", "x"]);
});

it("replaces a placeholder and keeps its name, its place and the wires that the new layer takes", () => {
  const lost = makeDocument(
    ["a", "b", makeNode("gone", "Placeholder", { class_name: "Mixer", data: {}, reason: "" }), "c"],
    ["a → gone.inputs:0", "b → gone.inputs:1", "gone → c"],
  );
  const one = replaceNode(lost, catalog, "gone", "Dense");
  expect(node(one, "gone")).toMatchObject({ layer: "Dense", config: { units: 32 } });
  expect(one.edges.map((edge) => `${edge.from[0]} ${edge.to.join(":")}`)).toEqual([
    "gone c:inputs:0",
    "a gone:inputs:0",
  ]);
  const two = replaceNode(lost, catalog, "gone", "MultiHeadAttention");
  expect(two.edges.map((edge) => edge.to[1])).toEqual(["inputs", "query", "value"]);
});

it("calls a placeholder that has no name of its own after the layer that replaces it", () => {
  const lost = makeDocument([makeNode("dense"), makeNode("placeholder_1", "Placeholder"), "c"], ["placeholder_1 → c"]);
  const next = replaceNode(lost, catalog, "placeholder_1", "Dense");
  expect(next.nodes.map(({ id }) => id)).toEqual(["dense", "dense_1", "c"]);
  expect(next.edges[0]?.from).toEqual(["dense_1", 0]);
});
