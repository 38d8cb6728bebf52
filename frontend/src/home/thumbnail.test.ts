import { expect, it } from "vitest";
import { miniature } from "./thumbnail";

it("moves a graph into its own picture, wires from the bottom of one box to the top of the next", () => {
  const small = miniature(
    [
      [-100, 50, "Input"],
      [-100, 180, "Dense"],
    ],
    [[0, 1]],
  );
  expect(small.boxes).toEqual([
    { x: 24, y: 24, layer: "Input" },
    { x: 24, y: 154, layer: "Dense" },
  ]);
  expect(small.wires).toEqual([{ from: [126, 90], to: [126, 154] }]);
  expect([small.width, small.height]).toEqual([252, 244]);
});

it("leaves out wires whose ends are not shown", () => {
  expect(miniature([[0, 0, "Input"]], [[0, 5]]).wires).toEqual([]);
});
