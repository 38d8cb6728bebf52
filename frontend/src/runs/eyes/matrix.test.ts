import { expect, it } from "vitest";
import { matrixNumbers, matrixSummary } from "./matrix";
import type { JudgedClasses } from "./types";

const judged: JudgedClasses = {
  kind: "class",
  output: "dense",
  field: "label",
  title: "Animal",
  classes: ["cat", "dog"],
  matrix: [
    [3, 2],
    [0, 5],
  ],
  accuracy: 0.8,
  by_class: [],
};

it("says what is confused most often", () => {
  expect(matrixSummary(judged)).toBe("80.0 % of the samples are right. Most often cat is taken for dog, 2 times.");
  const matrix = [
    [5, 0],
    [0, 5],
  ];
  expect(matrixSummary({ ...judged, accuracy: 1, matrix })).toBe(
    "100 % of the samples are right. No class is taken for another.",
  );
});

it("gives the counts with their true class first", () => {
  expect(matrixNumbers(judged).rows[0]).toEqual(["cat", 3, 2]);
});
