import { describe, expect, it } from "vitest";
import { extentOf, scaleOf, ticksOf, tickText } from "./scale";

describe("ticksOf", () => {
  it("gives round numbers within the range", () => {
    expect(ticksOf(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticksOf(-3.2, 7.9)).toEqual([0, 5]);
    expect(ticksOf(2, 2)).toEqual([2]);
  });
});

describe("scaleOf", () => {
  it("goes from one range to another, backwards too", () => {
    expect(scaleOf(0, 10, 100, 0)(5)).toBe(50);
    expect(scaleOf(1, 1, 0, 10)(1)).toBe(0);
  });
});

describe("extentOf", () => {
  it("leaves out what is not finite, and makes room around a single value", () => {
    expect(extentOf([3, null, 1, Number.NaN])).toEqual([1, 3]);
    expect(extentOf([2])).toEqual([1.5, 2.5]);
    expect(extentOf([])).toEqual([0, 1]);
  });
});

describe("tickText", () => {
  it("is short", () => {
    expect(tickText(0.1 + 0.2)).toBe("0.3");
    expect(tickText(0.0001)).toBe("1e-4");
    expect(tickText(1234567)).toBe("1.2e+6");
  });
});
