import { expect, it } from "vitest";
import { fewerBars } from "./bars";

it("joins neighbouring bins, and loses no sample", () => {
  const spread = [1, 2, 3, 4, 5].map((place): [string, number] => [`${place} – ${place + 1}`, place]);
  expect(fewerBars(spread, 3)).toEqual([
    ["1 – 3", 3],
    ["3 – 5", 7],
    ["5 – 6", 5],
  ]);
  expect(fewerBars(spread, 5)).toBe(spread);
});
