import { expect, it } from "vitest";
import { completeDocument, toWire } from "@/graph/document";
import { pictureOf } from "./networkBoxes";
import type { Document } from "./types";

const wire = { from: ["a", 0], to: ["b", "inputs", 0] } as Document["edges"][number];

function network(first: [number, number], second: [number, number]): Document {
  const nodes = [
    { id: "a", layer: "Input", at: first },
    { id: "b", layer: "Dense", at: second },
  ];
  return toWire(completeDocument({ nodes, edges: [wire] })) as Document;
}

it("keeps the places of the canvas, from a corner of its own", () => {
  const { boxes } = pictureOf(network([100, 200], [340, 320]));
  expect(boxes.map(({ x, y }) => [x, y])).toEqual([
    [12, 12],
    [252, 132],
  ]);
});

it("puts nodes that were never placed below each other", () => {
  const { boxes, wires } = pictureOf(network([0, 0], [0, 0]));
  expect(boxes[1]?.y).toBeGreaterThan((boxes[0]?.y ?? 0) + (boxes[0]?.height ?? 0));
  expect(wires).toHaveLength(1);
});

it("draws nothing of an empty network", () => {
  const { boxes, width } = pictureOf(toWire(completeDocument({})) as Document);
  expect([boxes, Number.isFinite(width)]).toEqual([[], true]);
});
