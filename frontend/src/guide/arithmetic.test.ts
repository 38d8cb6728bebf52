import { expect, test } from "vitest";
import { ACTIVATIONS, convolve, productsAt, sumText, weightedSum } from "./arithmetic";

test("a neuron multiplies, adds and bends, and its sum can be read", () => {
  expect(weightedSum([2, 1], [0.5, -1], 1)).toBe(1);
  expect(sumText([3, -2], [0.5, -1], -0.25)).toBe("0.5 · 3 + (−1) · (−2) − 0.25 = 3.25");
  expect(ACTIVATIONS.relu(-3)).toBe(0);
  expect(ACTIVATIONS.sigmoid(0)).toBe(0.5);
  expect(ACTIVATIONS.linear(-3)).toBe(-3);
  expect(ACTIVATIONS.tanh(0)).toBe(0);
});

test("a kernel for upright edges finds them, and nothing where all is alike", () => {
  const picture = [0, 1, 2, 3].map(() => [0, 0, 9, 9]);
  const kernel = [0, 1, 2].map(() => [-1, 0, 1]);
  expect(convolve(picture, kernel, false)).toEqual([
    [27, 27],
    [27, 27],
  ]);
  expect(productsAt(picture, kernel, 0, 1)).toEqual([-0, 0, 9, -0, 0, 9, -0, 0, 9]);
  expect(
    convolve(
      picture.map((row) => row.toReversed()),
      kernel,
      true,
    ),
  ).toEqual([
    [0, 0],
    [0, 0],
  ]);
});
