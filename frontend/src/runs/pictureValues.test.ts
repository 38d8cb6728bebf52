import { expect, it } from "vitest";
import { middleOf, pictureValues } from "./pictureValues";

const TWO = [255, 0, 0, 255, 255, 255, 255, 255];

it("gives colours as red, green and blue from 0 to 1", () => {
  expect(pictureValues(TWO, 2, 1, 3)).toEqual([
    [
      [1, 0, 0],
      [1, 1, 1],
    ],
  ]);
});

it("makes grey of colours where the network reads grey", () => {
  const [[red, white] = []] = pictureValues(TWO, 2, 1, 1) as number[][];
  expect(red).toBeCloseTo(0.299);
  expect(white).toBeCloseTo(1);
});

it("cuts the middle out of a picture of other proportions", () => {
  expect(middleOf({ width: 200, height: 100 }, 28, 28)).toEqual({ x: 50, y: 0, width: 100, height: 100 });
  expect(middleOf({ width: 30, height: 90 }, 32, 64)).toEqual({ x: 0, y: 15, width: 30, height: 60 });
});
