import { expect, it } from "vitest";
import { miniature } from "./miniature";

type Nodes = [number, number, string][];

const SIDE_BY_SIDE: Nodes = [
  [-300, 50, "Input"],
  [0, 180, "Dense"],
];
const CHAIN: Nodes = [
  [0, 0, "Input"],
  [0, 130, "Dense"],
];

it("moves a graph into its own picture, wires from the bottom of one box to the top of the next", () => {
  const small = miniature(SIDE_BY_SIDE, [[0, 1]]);
  expect(small.boxes.map(({ x, y }) => [x, y])).toEqual([
    [24, 24],
    [324, 154],
  ]);
  expect(small.wires).toEqual([{ from: [126, 90], to: [426, 154] }]);
  expect([small.width, small.height]).toEqual([552, 244]);
});

it("lays a tall graph on its side", () => {
  const small = miniature(CHAIN, [[0, 1]]);
  expect(small.boxes.map(({ x, y }) => [x, y])).toEqual([
    [24, 24],
    [154, 24],
  ]);
  expect(small.wires).toEqual([{ from: [108, 89], to: [154, 89] }]);
});

it("leaves out wires whose ends are not shown", () => {
  expect(miniature(CHAIN, [[0, 5]]).wires).toEqual([]);
});

it("draws two wires between the same boxes once", () => {
  const twice: [number, number][] = [
    [0, 1],
    [0, 1],
  ];
  expect(miniature(CHAIN, twice).wires).toHaveLength(1);
});
