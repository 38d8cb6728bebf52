import { expect, test } from "vitest";
import { completeBlock, completeDocument, completeNode } from "@/graph/document";
import { needsPlaces, withPlaces } from "./places";

const layOut = async (scene: { nodes: readonly { id: string }[] }) =>
  new Map(scene.nodes.map((node, place) => [node.id, [0, 100 * place] as const]));

test("nodes on one point are laid out, in blocks as well", async () => {
  const nodes = [
    { id: "a", layer: "Input" },
    { id: "b", layer: "Dense" },
  ];
  const unit = completeBlock({ nodes: nodes.map(completeNode) });
  const document = { ...completeDocument({ nodes }), blocks: { unit } };
  const placed = await withPlaces(document, layOut);
  expect(placed.nodes.map((node) => node.at)).toEqual([
    [0, 0],
    [0, 100],
  ]);
  expect(placed.blocks.unit?.nodes.map((node) => node.at)).toEqual([
    [0, 0],
    [0, 100],
  ]);
  expect(needsPlaces(placed)).toBe(false);
});

test("what has places keeps them", async () => {
  const document = completeDocument({
    nodes: [
      { id: "a", layer: "Input" },
      { id: "b", layer: "Dense", at: [5, 5] },
    ],
  });
  expect(await withPlaces(document, layOut)).toBe(document);
});
