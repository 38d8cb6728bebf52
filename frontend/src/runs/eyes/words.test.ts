import { expect, it } from "vitest";
import { placedWords } from "./words";

it("lays words into rows, and counts padding", () => {
  const { placed, padding, rows } = placedWords(["the", "whale", "", "swims", ""], 90);
  expect(placed.map(({ word, place, y }) => [word, place, y])).toEqual([
    ["the", 0, 0],
    ["whale", 1, 0],
    ["swims", 3, 34],
  ]);
  expect([padding, rows]).toEqual([2, 2]);
});
