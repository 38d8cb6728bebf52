import { expect, it } from "vitest";
import { makeCatalog, makeDocument, makeNode } from "./makeDocument";
import { copyNodes, offsetTo, parseClip, pasteClip } from "./paste";

const catalog = makeCatalog();
const document = makeDocument(
  [
    makeNode("dense", "Dense", { units: 3 }),
    makeNode("dense_1", "Dense", {}, [240, 0]),
    makeNode("add", "Add", {}, [120, 120]),
    "other",
  ],
  ["dense_1 → add.inputs:0", "dense → add.inputs:1", "other → add.inputs:2"],
);

it("copies the chosen nodes and only the wires between them", () => {
  const clip = copyNodes(document, new Set(["dense", "add"]));
  expect(clip.nodes.map((node) => node.id)).toEqual(["dense", "add"]);
  expect(clip.edges).toHaveLength(1);
});

it("pastes under fresh names, with inner wires in their order and no gap", () => {
  const clip = copyNodes(document, new Set(["dense", "dense_1", "add"]));
  const pasted = pasteClip(document, catalog, clip, [10, 20]);
  expect(pasted.ids).toEqual(["dense_2", "dense_3", "add_1"]);
  const wires = pasted.document.edges
    .filter((edge) => edge.to[0] === "add_1")
    .map((edge) => [edge.from[0], edge.to[2]]);
  expect(wires).toEqual([
    ["dense_3", 0],
    ["dense_2", 1],
  ]);
  expect(pasted.document.nodes.find((node) => node.id === "dense_2")).toMatchObject({
    config: { units: 3 },
    at: [10, 20],
  });
});

it("reads back what it wrote, and nothing else", () => {
  const clip = copyNodes(document, new Set(["dense"]));
  expect(parseClip(JSON.stringify(clip))).toEqual(clip);
  expect(parseClip("hello")).toBeNull();
  expect(parseClip('{"layerloom": 1, "nodes": [{"id": 3}], "edges": []}')).toBeNull();
});

it("centres a clip on a point", () => {
  expect(offsetTo(copyNodes(document, new Set(["dense", "dense_1"])), [500, 50])).toEqual([380, 50]);
});
