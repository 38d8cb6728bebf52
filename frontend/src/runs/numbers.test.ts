import { describe, expect, it } from "vitest";
import { durationText, measuredText, metricTitle, numberText, percentText } from "./numbers";

describe("numberText", () => {
  it.each([
    [0.97314, "0.9731"],
    [12.3456, "12.346"],
    [10000, "10,000"],
    [1.23456e-7, "1.23e-7"],
    [0, "0"],
    [-0.5, "-0.5000"],
    [null, "not finite"],
    [undefined, "–"],
  ])("writes %s as %s", (value, text) => expect(numberText(value)).toBe(text));
});

describe("durationText", () => {
  it.each([
    [0.2, "0 s"],
    [59.6, "1 min"],
    [200, "3 min 20 s"],
    [720, "12 min"],
    [3900, "1 h 5 min"],
  ])("writes %s seconds as %s", (seconds, text) => expect(durationText(seconds)).toBe(text));
});

it("writes shares as percent", () => {
  expect([1, 0.9996, 0.973, 0].map(percentText)).toEqual(["100 %", "100 %", "97.3 %", "0 %"]);
});

it("turns a metric's name into words", () => {
  expect(metricTitle("val_sparse_categorical_accuracy")).toBe("Validation sparse categorical accuracy");
});

it("writes what was measured without zeros that were not", () => {
  expect([0.2, 13.82, 1508.6, 0.03784, 0, -2.5].map(measuredText)).toEqual([
    ...["0.2", "13.82", "1,509", "0.03784", "0", "-2.5"],
  ]);
});
