import { describe, expect, it } from "vitest";
import { makeEpoch, makeHistory, makePoint } from "./makeHistory";
import { align, lastOf, positive, seriesNumbers, seriesOf, smooth } from "./series";

describe("seriesOf", () => {
  const history = makeHistory(
    makePoint(5, { loss: 3 }),
    makePoint(10, { loss: 2 }),
    makeEpoch(1, { loss: 2, val_loss: 2.5 }),
  );

  it("gives training points, training epochs and validation epochs", () => {
    expect(seriesOf(history, "loss", "points", "step")).toEqual({ x: [5, 10], y: [3, 2] });
    expect(seriesOf(history, "loss", "epochs", "step")).toEqual({ x: [10], y: [2] });
    expect(seriesOf(history, "loss", "validation", "step")).toEqual({ x: [10], y: [2.5] });
  });

  it("counts along x in epochs, steps or seconds", () => {
    expect(seriesOf(history, "loss", "points", "epoch").x).toEqual([0.5, 1]);
    expect(seriesOf(history, "loss", "points", "time").x).toEqual([2.5, 5]);
  });

  it("is empty for a metric that was never reported", () => {
    expect(seriesOf(history, "auc", "validation", "step").y).toEqual([]);
  });
});

describe("smooth", () => {
  it("changes nothing without weight", () => {
    expect(smooth([1, null, 3], 0)).toEqual([1, null, 3]);
  });

  it("starts at the first value instead of near zero", () => {
    expect(smooth([4, 4, 4], 0.9)).toEqual([4, 4, 4].map((value) => expect.closeTo(value, 10)));
  });

  it("weighs the past", () => {
    expect(smooth([0, 1], 0.5)).toEqual([0, expect.closeTo(2 / 3, 10)]);
  });

  it("leaves gaps and goes on after them", () => {
    expect(smooth([2, null, undefined, 2], 0.5)).toEqual([2, null, undefined, 2]);
  });
});

describe("align", () => {
  it("sets lines on one x column, with undefined where a line has nothing", () => {
    expect(
      align([
        { x: [1, 2, 3], y: [1, null, 3] },
        { x: [2, 4], y: [20, 40] },
      ]),
    ).toEqual([
      [1, 2, 3, 4],
      [1, null, 3, undefined],
      [undefined, 20, undefined, 40],
    ]);
  });

  it("keeps one value where an x comes twice", () => {
    expect(
      align([
        { x: [1, 1, 2], y: [1, 5, 2] },
        { x: [], y: [] },
      ]),
    ).toEqual([
      [1, 2],
      [5, 2],
      [undefined, undefined],
    ]);
  });
});

describe("positive", () => {
  it("leaves out what a logarithmic axis cannot show", () => {
    expect(positive([1, 0, -2, null, undefined])).toEqual([1, null, null, null, undefined]);
  });
});

describe("lastOf", () => {
  it("passes over gaps", () => {
    expect(lastOf([1, 2, null, undefined])).toBe(2);
    expect(lastOf([null])).toBeNull();
  });
});

it("gives lines as a table of what is drawn", () => {
  const lines = [
    { x: [1, 2], y: [0.5, null] },
    { x: [2, 3], y: [7, undefined] },
  ];
  expect(seriesNumbers("Epoch", ["a", "b"], lines)).toEqual({
    head: ["Epoch", "a", "b"],
    rows: [
      [1, 0.5, null],
      [2, "nan", 7],
      [3, null, null],
    ],
  });
});
