import { describe, expect, it } from "vitest";
import type { Dataset, Field } from "../queries";
import { choicesOf, treatable, unused, usual } from "./prepare";

function field(name: string, kind: Field["kind"], given: Partial<Field> = {}): Field {
  return {
    name,
    title: name,
    kind,
    shape: [],
    dtype: "float32",
    classes: [],
    columns: [],
    dates: [],
    mean: [],
    scale: [],
    unit: "",
    ...given,
  };
}

const FIELDS = [
  field("features", "vector", { shape: [2] }),
  field("city", "text", { classes: ["x", "y"], dtype: "string" }),
  field("remark", "text", { dtype: "string" }),
  field("photo", "image", { shape: [8, 8, 3] }),
  field("price", "value", { shape: [1] }),
];
const DATASET = { name: "own_a", own: true, fields: FIELDS, input: "features", target: "price" } as unknown as Dataset;

it("offers the fields that feed the network, and names one's own that do not", () => {
  expect(treatable(DATASET, ["remark"]).map((one) => one.name)).toEqual(["remark"]);
  expect(unused(DATASET, ["remark"]).map((one) => one.name)).toEqual(["features", "city", "photo"]);
  expect(unused({ ...DATASET, own: false }, ["remark"])).toEqual([]);
});

describe("choicesOf", () => {
  it("asks for what is usual of the fields that feed the network", () => {
    const choices = choicesOf(FIELDS.map((one) => usual(one)));
    expect(choices.map(({ field, normalise, encode, tokens }) => [field, normalise, encode, tokens])).toEqual([
      ["features", true, null, null],
      ["city", false, "one_hot", null],
      ["remark", false, null, { most: 10_000, length: 100 }],
      ["price", true, null, null],
    ]);
  });

  it("asks for nothing where nothing was chosen, nor twice for what the loader does", () => {
    expect(choicesOf([usual(field("photo", "image"))])).toEqual([]);
    expect(choicesOf([usual(field("sizes", "vector", { scale: [2] }))])).toEqual([]);
  });

  it("tells a text as a bag of words without a length", () => {
    const wish = { ...usual(field("remark", "text")), tokens: "bag" as const };
    expect(choicesOf([wish])[0]?.tokens).toEqual({ most: 10_000, length: null });
  });
});
