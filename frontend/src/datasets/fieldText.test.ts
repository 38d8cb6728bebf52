import { expect, it } from "vitest";
import { makeField } from "@/graph/makeField";
import { columnText, firstColumn, plainText } from "./fieldText";
import type { Field } from "./queries";

const field = (kind: Field["kind"], shape: number[], unit = "") => makeField("next", kind, { shape, unit });

it("says of many numbers the first in their unit, and how many more there are", () => {
  expect(plainText(field("value", [1], "m"), 2)).toBe("2 m");
  expect(plainText(field("value", [2], "m"), [1.5, 2])).toBe("1.5, 2 m");
  expect(plainText(field("value", [5], "m"), [1, 2, 3, 4, 5])).toBe("1, 2, 3 m and 2 more");
});

it("takes the first column of a series, however it is written", () => {
  expect(firstColumn(field("series", [3, 2]), [1, 10, 2, 20, 3, 30])).toEqual([1, 2, 3]);
  expect(firstColumn(field("series", [3, 1]), [[1], [2], [3]])).toEqual([1, 2, 3]);
  expect(firstColumn(field("value", [3]), [1, 2, 3])).toEqual([1, 2, 3]);
});

it("tells a date of a row as a date", () => {
  const row = { ...field("vector", [2]), columns: ["age", "since"], dates: ["since"] };
  expect([columnText(row, 0, 19_783), columnText(row, 1, 19_783)]).toEqual(["19,780", "2024-03-01"]);
});
