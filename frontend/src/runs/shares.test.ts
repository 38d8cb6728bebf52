import { describe, expect, it } from "vitest";
import { makeField } from "@/graph/makeField";
import { areProbabilities, isMistake, likeliest, sharesOf } from "./shares";
import type { Field, Prediction } from "./types";

const field = (classes: string[], kind: Field["kind"] = "class") => makeField("label", kind, { classes });

const makePrediction = (values: number[], label: string): Prediction => ({
  output: "dense",
  field: "label",
  values,
  shape: [values.length],
  label,
});

describe("sharesOf", () => {
  it("names each class", () => {
    const shares = sharesOf(makePrediction([0.1, 0.9], "b"), field(["a", "b"]));
    expect(shares).toEqual([
      { label: "a", value: 0.1 },
      { label: "b", value: 0.9 },
    ]);
  });

  it("reads one number for two classes as the second's probability", () => {
    const shares = sharesOf(makePrediction([0.75], "b"), field(["a", "b"]));
    expect(shares.map((share) => share.value)).toEqual([0.25, 0.75]);
  });

  it("numbers classes that have no name", () => {
    expect(sharesOf(makePrediction([1, 0], "0"), undefined).map((share) => share.label)).toEqual(["0", "1"]);
  });
});

it("tells probabilities from other numbers", () => {
  expect(areProbabilities([{ label: "a", value: 1 }])).toBe(true);
  expect(areProbabilities([{ label: "a", value: 3.2 }])).toBe(false);
});

it("puts the likeliest first", () => {
  const shares = sharesOf(makePrediction([0.2, 0.7, 0.1], "b"), field(["a", "b", "c"]));
  expect(likeliest(shares, 2).map((share) => share.label)).toEqual(["b", "a"]);
});

it("calls a wrong class a mistake, and never a number", () => {
  const wrong = [makePrediction([0.1, 0.9], "b")];
  expect(isMistake(wrong, { label: "a" }, [field(["a", "b"])])).toBe(true);
  expect(isMistake(wrong, { label: "b" }, [field(["a", "b"])])).toBe(false);
  expect(isMistake(wrong, { label: 3 }, [field([], "value")])).toBe(false);
});
