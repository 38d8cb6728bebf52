import { expect, it } from "vitest";
import { pictureValues, stretched } from "./pictureValues";

const TWO = { width: 2, height: 1, data: [255, 0, 0, 255, 255, 255, 255, 255] };

it("gives colours as red, green and blue from 0 to 1", () => {
  expect(pictureValues(TWO, 3)).toEqual([
    [
      [1, 0, 0],
      [1, 1, 1],
    ],
  ]);
});

it("makes grey of colours where the network reads grey", () => {
  const [[red, white] = []] = pictureValues(TWO, 1) as number[][];
  expect(red).toBeCloseTo(0.299, 3);
  expect(white).toBeCloseTo(1, 3);
});

/** A grey picture whose pixels count up, row by row, in steps. */
function counting(width: number, height: number, step: number) {
  return {
    width,
    height,
    data: Array.from({ length: width * height }, (_, at) => new Array(4).fill(at * step)).flat(),
  };
}

function greys(picture: { data: ArrayLike<number> }): number[] {
  return Array.from(picture.data).filter((_, at) => at % 4 === 0);
}

// What tf.image.resize, which reads pictures of own data sets, makes of the same pictures; tests/training holds it against these numbers, too.
it("stretches a picture of other proportions as those of the data are", () => {
  expect(greys(stretched(counting(6, 2, 10), 3, 3))).toEqual([5, 25, 45, 35, 55, 75, 65, 85, 105]);
  expect(greys(stretched(counting(2, 3, 8), 4, 2)).map((grey) => Math.round(grey * 100) / 100)).toEqual([
    4, 6, 10, 12, 28, 30, 34, 36,
  ]);
});
