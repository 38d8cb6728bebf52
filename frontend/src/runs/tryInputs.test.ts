import { describe, expect, it } from "vitest";
import { inputsFromSample, readyInputs } from "./tryInputs";
import type { Field } from "./types";

const makeField = (kind: Field["kind"], shape: number[], name = "x"): Field => ({
  name,
  title: name,
  kind,
  shape,
  dtype: "float32",
  classes: [],
  columns: [],
  dates: [],
  unit: "",
  mean: [],
  scale: [],
});

describe("inputsFromSample", () => {
  it("brings pictures from 0..255 to 0..1 and leaves the rest", () => {
    const sample = { index: 0, values: { x: [[0, 255]], words: "a whale" } };
    const fields = [makeField("image", [1, 2, 1]), makeField("tokens", [40], "words")];
    expect(inputsFromSample(sample, fields)).toEqual({ x: [[0, 1]], words: "a whale" });
  });
});

describe("readyInputs", () => {
  it("waits until every field is there", () => {
    const fields = [makeField("vector", [2]), makeField("tokens", [40], "words")];
    expect(readyInputs({ x: [1, 2] }, fields)).toBeNull();
    expect(readyInputs({ x: [1, 2], words: "  " }, fields)).toBeNull();
    expect(readyInputs({ x: [1, 2], words: "hi" }, fields)).toEqual({ x: [1, 2], words: "hi" });
  });

  it("waits for every number of a row", () => {
    expect(readyInputs({ x: [1, Number.NaN] }, [makeField("vector", [2])])).toBeNull();
    expect(readyInputs({ x: [1] }, [makeField("vector", [2])])).toBeNull();
  });

  it("gives each pixel its channels", () => {
    expect(readyInputs({ x: [[0.5]] }, [makeField("image", [1, 1, 1])])).toEqual({ x: [[[0.5]]] });
    expect(readyInputs({ x: [[0.5]] }, [makeField("image", [1, 1, 3])])).toEqual({ x: [[[0.5, 0.5, 0.5]]] });
    expect(readyInputs({ x: [[[1, 0, 0]]] }, [makeField("image", [1, 1, 3])])).toEqual({ x: [[[1, 0, 0]]] });
  });

  it("waits for one of the words that the data knows; nothing may be one of them", () => {
    const colour = { ...makeField("text", [], "colour"), classes: ["", "red", "white"] };
    expect(readyInputs({}, [colour])).toBeNull();
    expect(readyInputs({ colour: "rde" }, [colour])).toBeNull();
    expect(readyInputs({ colour: "red" }, [colour])).toEqual({ colour: "red" });
    expect(readyInputs({ colour: "" }, [colour])).toEqual({ colour: "" });
  });
});
