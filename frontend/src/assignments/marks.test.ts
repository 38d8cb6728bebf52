import { expect, it } from "vitest";
import { marksOf, typedOf } from "./marks";
import type { HandIn } from "./types";

const results = [{ rule: 0 }, { rule: 1 }, { rule: 2 }] as HandIn["results"];

it("shows the marks that were given, and leaves the rest to the checks", () => {
  const marks = [{ rule: 1, points: 0.5, said: null }];
  expect(typedOf({ results, marks }).map(({ points }) => points)).toEqual(["", 0.5, ""]);
});

it("sends only what differs from the checks", () => {
  const typed = [
    { points: 2, said: "" },
    { points: "" as const, said: " " },
    { points: "" as const, said: "Almost" },
  ];
  expect(marksOf(typed, " Good ", 4)).toEqual({
    rules: [
      { rule: 0, points: 2, said: null },
      { rule: 2, points: null, said: "Almost" },
    ],
    remark: "Good",
    based_on: 4,
  });
});
