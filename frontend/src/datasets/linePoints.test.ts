import { expect, it } from "vitest";
import { linePoints } from "./linePoints";

it("fills the box from the smallest to the largest number", () => {
  expect(linePoints([0, 1, 0.5], 104, 24)).toBe("2.0,22.0 52.0,2.0 102.0,12.0");
});

it("draws numbers that are all the same, and none at all", () => {
  expect(linePoints([3, 3], 14, 24)).toBe("2.0,22.0 12.0,22.0");
  expect(linePoints([], 14, 24)).toBe("");
});
