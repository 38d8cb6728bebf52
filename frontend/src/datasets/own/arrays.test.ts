import { describe, expect, it } from "vitest";
import { arrayNames, arrayOf, mayBeClass, roleOf, setIsClass, setUse } from "./arrays";
import { makeInspection, makeRecipe } from "./makeInspection";

const array = (name: string, shape: number[], dtype: string) => ({ name, shape, dtype, spread: [] });
const INSPECTION = makeInspection({
  kind: "arrays",
  columns: [],
  arrays: [array("x", [50, 4], "float32"), array("z", [50], "int64"), array("y", [50], "int32")],
});
const RECIPE = makeRecipe({
  kind: "arrays",
  columns: [],
  inputs: [
    { name: "x", columns: ["x"] },
    { name: "z", columns: ["z"] },
  ],
  target: "y",
  target_is_class: true,
});

describe("setUse", () => {
  it("learns another array from the one before", () => {
    const recipe = setUse(INSPECTION, RECIPE, "x", "target");
    expect(recipe).toMatchObject({ target: "x", target_is_class: false, split: { by: "ratio" } });
    expect(recipe.inputs.map((input) => input.name)).toEqual(["z", "y"]);
  });

  it("leaves an array out, and takes it again", () => {
    const left = setUse(INSPECTION, RECIPE, "z", "none");
    expect(roleOf(left, "z")).toBe("none");
    expect(roleOf(setUse(INSPECTION, left, "z", "input"), "z")).toBe("input");
    expect(setUse(INSPECTION, RECIPE, "y", "none").target).toBeNull();
  });
});

it("splits by ratio what is no class", () => {
  expect(setIsClass(RECIPE, false).split.by).toBe("ratio");
  expect(setIsClass(RECIPE, true).split.by).toBe("stratified");
});

it("takes whole numbers and texts, one a sample, as classes", () => {
  expect(INSPECTION.arrays.map(mayBeClass)).toEqual([false, true, true]);
  expect(mayBeClass(array("y", [9, 1], "<U5"))).toBe(true);
});

it("knows arrays that the file parts by their common name", () => {
  const arrays = ["x_train", "x_test", "y_train", "y_test", "notes"].map((name) => array(name, [9], "int32"));
  const inspection = { ...INSPECTION, arrays };
  const given = { ...RECIPE, split: { ...RECIPE.split, by: "given" as const } };
  expect(arrayNames(inspection, given)).toEqual(["x", "y"]);
  expect(arrayOf(inspection, given, "x")?.name).toBe("x_train");
  expect(arrayNames(INSPECTION, RECIPE)).toEqual(["x", "z", "y"]);
});
