import { expect, it } from "vitest";
import { rankedNumbers } from "./ranked";

it("tells each sample with its loss and what is said of it", () => {
  const said = [{ output: "dense", true: "cat", predicted: "dog", share: 0.75 }];
  expect(rankedNumbers([{ sample: { index: 12, values: {} }, loss: 1.5, said }]).rows).toEqual([
    [12, 1.5, "dense", "cat", "dog", 0.75],
  ]);
});
