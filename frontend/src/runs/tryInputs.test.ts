import { describe, expect, it } from "vitest";
import { makeField } from "@/graph/makeField";
import { inputsFromSample, readyInputs } from "./tryInputs";
import type { Field } from "./types";

const field = (kind: Field["kind"], shape: number[], name = "x") => makeField(name, kind, { shape });

describe("inputsFromSample", () => {
  it("brings pictures from 0..255 to 0..1 and leaves the rest", () => {
    const sample = { index: 0, values: { x: [[0, 255]], words: "a whale" } };
    const fields = [field("image", [1, 2, 1]), field("tokens", [40], "words")];
    expect(inputsFromSample(sample, fields)).toEqual({ x: [[0, 1]], words: "a whale" });
  });
});

describe("readyInputs", () => {
  it("waits until every field is there", () => {
    const fields = [field("vector", [2]), field("tokens", [40], "words")];
    expect(readyInputs({ x: [1, 2] }, fields)).toBeNull();
    expect(readyInputs({ x: [1, 2], words: "  " }, fields)).toBeNull();
    expect(readyInputs({ x: [1, 2], words: "hi" }, fields)).toEqual({ x: [1, 2], words: "hi" });
  });

  it("waits for every number of a row", () => {
    expect(readyInputs({ x: [1, Number.NaN] }, [field("vector", [2])])).toBeNull();
    expect(readyInputs({ x: [1] }, [field("vector", [2])])).toBeNull();
  });

  it("gives each pixel its channels", () => {
    expect(readyInputs({ x: [[0.5]] }, [field("image", [1, 1, 1])])).toEqual({ x: [[[0.5]]] });
    expect(readyInputs({ x: [[0.5]] }, [field("image", [1, 1, 3])])).toEqual({ x: [[[0.5, 0.5, 0.5]]] });
    expect(readyInputs({ x: [[[1, 0, 0]]] }, [field("image", [1, 1, 3])])).toEqual({ x: [[[1, 0, 0]]] });
  });

  it("waits for one of the words that the data knows; nothing may be one of them", () => {
    const colour = { ...field("text", [], "colour"), classes: ["", "red", "white"] };
    expect(readyInputs({}, [colour])).toBeNull();
    expect(readyInputs({ colour: "rde" }, [colour])).toBeNull();
    expect(readyInputs({ colour: "red" }, [colour])).toEqual({ colour: "red" });
    expect(readyInputs({ colour: "" }, [colour])).toEqual({ colour: "" });
  });
});
