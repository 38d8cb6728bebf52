import { expect, it } from "vitest";
import { makeParam } from "@/graph/makeDocument";
import { readParam, writeParam } from "./values";

const units = makeParam("units", "int", { required: true, minimum: 1 });
const pool = makeParam("pool_size", "int_or_tuple", { default: [2, 2], length: 2, minimum: 1 });
const rate = makeParam("rate", "float", { default: 0.5, minimum: 0, maximum: 1 });
const shape = makeParam("shape", "shape", { required: true });

it("reads whole numbers and says what is wrong with others", () => {
  expect(readParam(units, " 12 ")).toEqual({ value: 12, error: null });
  expect(readParam(units, "1e3")).toEqual({ value: 1000, error: null });
  expect(readParam(units, "-3").error).toBe("units is at least 1.");
  expect(readParam(units, "many").error).toBe("units is a whole number; received many.");
  expect(readParam(units, "2.5").error).toContain("whole number");
  expect(readParam(units, "").error).toBe("units needs a value.");
});

it("reads one number or several, in any of their spellings", () => {
  expect(readParam(pool, "3").value).toBe(3);
  for (const text of ["3, 4", "(3, 4)", "[3,4]", "3 × 4", "3 x 4", "3 4"])
    expect(readParam(pool, text).value).toEqual([3, 4]);
  expect(readParam(pool, "3, 4, 5").error).toContain("takes 2 numbers");
});

it("keeps nothing where the default is written out or nothing is written", () => {
  expect(readParam(pool, "2, 2")).toEqual({ value: undefined, error: null });
  expect(readParam(rate, "")).toEqual({ value: undefined, error: null });
  expect(readParam(rate, "0.50")).toEqual({ value: undefined, error: null });
});

it("keeps to the bounds", () => {
  expect(readParam(rate, "1.5").error).toBe("rate is at most 1.");
  expect(readParam(rate, "1e999").error).toContain("a number");
});

it("reads shapes with sizes that are open", () => {
  expect(readParam(shape, "28, 28, 1").value).toEqual([28, 28, 1]);
  expect(readParam(shape, "(None, 64)").value).toEqual([null, 64]);
  expect(readParam(shape, "").value).toEqual([]);
  expect(readParam(shape, "28, wide").error).toContain("received wide");
});

it("reads None where None means something", () => {
  const seed = makeParam("seed", "int", { default: 3, nullable: true });
  expect(readParam(seed, "None")).toEqual({ value: null, error: null });
  expect(readParam(rate, "None").error).not.toBeNull();
});

it("reads pairs and plain JSON as Python writes them", () => {
  const padding = makeParam("padding", "int_or_pairs", { default: [1, 1] });
  expect(readParam(padding, "2").value).toBe(2);
  expect(readParam(padding, "((1, 2), (3, 4))").value).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(readParam(padding, "(1, 2), (3, 4)").value).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(readParam(makeParam("x", "json"), '{"a": None}').value).toEqual({ a: null });
  expect(readParam(makeParam("x", "json"), "{a").error).not.toBeNull();
});

it("writes values back as they are read", () => {
  expect(writeParam("int_or_tuple", [3, 4])).toBe("3, 4");
  expect(writeParam("shape", [null, 64])).toBe("None, 64");
  expect(writeParam("int", undefined)).toBe("");
  expect(writeParam("json", "text")).toBe('"text"');
});

it("reads the arguments of a class by their names, and an empty shape as none where it may be left out", () => {
  const given = makeParam("arguments", "arguments", { default: {} });
  expect(readParam(given, '{"start": 0.5, "flip": True}').value).toEqual({ start: 0.5, flip: true });
  expect(readParam(given, "{}")).toEqual({ value: undefined, error: null });
  expect(readParam(given, "{start}").error).toContain("as in Python");
  expect(readParam(makeParam("shape", "shape", { nullable: true }), "")).toEqual({ value: undefined, error: null });
});
