import { describe, expect, it } from "vitest";
import type { Spread, Weighed } from "./types";
import { gridOf, normNumbers, storiesOf } from "./weights";

const spread = (low: number, high: number, counts: number[]): Spread => ({
  low,
  high,
  counts,
  mean: 0,
  deviation: 1,
  norm: high,
  not_finite: 0,
});

const look = (epoch: number, weights: Spread): Weighed => ({
  epoch,
  step: epoch,
  is_last: false,
  all: 1,
  samples: 1,
  units: [],
  variables: [{ layer: "dense", name: "kernel", size: 4, weights, gradients: null }],
});

describe("storiesOf", () => {
  it("puts a variable's looks one behind the other, and leaves out what was not seen", () => {
    const looks = [look(1, spread(0, 1, [4])), look(3, spread(0, 2, [4]))];
    expect(storiesOf(looks, "weights")[0]?.looks.map((one) => one.epoch)).toEqual([1, 3]);
    expect(storiesOf(looks, "gradients")).toEqual([]);
    expect(normNumbers(storiesOf(looks, "weights")).rows).toEqual([
      [1, 1],
      [3, 2],
    ]);
  });
});

describe("gridOf", () => {
  it("lays histograms of different ranges into the same bins", () => {
    const [story] = storiesOf([look(1, spread(0, 1, [2, 2])), look(2, spread(-1, 1, [4, 0]))], "weights");
    const grid = gridOf(story as NonNullable<typeof story>, 4);
    expect([grid.low, grid.high]).toEqual([-1, 1]);
    expect(grid.columns[0]?.shares.map((share) => Number(share.toFixed(3)))).toEqual([0, 0, 0.5, 0.5]);
    expect(grid.columns[1]?.shares.map((share) => Number(share.toFixed(3)))).toEqual([0.5, 0.5, 0, 0]);
  });

  it("shows numbers that are all the same as one bin", () => {
    const [story] = storiesOf([look(1, spread(2, 2, [0, 4]))], "weights");
    const shares = gridOf(story as NonNullable<typeof story>, 4).columns[0]?.shares ?? [];
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
  });
});
