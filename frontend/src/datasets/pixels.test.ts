import { describe, expect, it } from "vitest";
import { pixelsFromValues, pixelsOf } from "./pixels";

describe("pixelsOf", () => {
  it("reads rows of greys", () => {
    expect([...(pixelsOf([[0, 255]])?.rgba ?? [])]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
  });

  it("reads rows of colours", () => {
    expect([...(pixelsOf([[[1, 2, 3]]])?.rgba ?? [])]).toEqual([1, 2, 3, 255]);
  });

  it.each([[null], ["text"], [[]], [[1, 2]]])("refuses %j", (rows) => expect(pixelsOf(rows)).toBeNull());
});

describe("pixelsFromValues", () => {
  it("makes a grey picture of numbers between 0 and 1", () => {
    const pixels = pixelsFromValues([0, 1], [1, 2, 1]);
    expect([pixels?.width, pixels?.height]).toEqual([2, 1]);
    expect([...(pixels?.rgba ?? [])]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
  });

  it("makes a coloured picture of three channels", () => {
    expect([...(pixelsFromValues([1, 0, 0.2], [1, 1, 3])?.rgba ?? [])]).toEqual([255, 0, 51, 255]);
  });

  it("refuses numbers that do not fill the shape", () => {
    expect(pixelsFromValues([1, 2, 3], [2, 2])).toBeNull();
  });
});
