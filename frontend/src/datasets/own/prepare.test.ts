import { describe, expect, it } from "vitest";
import { makeDocument } from "@/graph/makeDocument";
import { makeField } from "@/graph/makeField";
import type { Dataset } from "../queries";
import { choicesOf, type Laid, laid, straightBehind, treatable, unused, usual } from "./prepare";

const FIELDS = [
  makeField("features", "vector", { shape: [2] }),
  makeField("city", "text", { classes: ["x", "y"], dtype: "string" }),
  makeField("remark", "text", { dtype: "string" }),
  makeField("photo", "image", { shape: [8, 8, 3] }),
  makeField("price", "value", { shape: [1] }),
];
const CITY = makeField("city", "text", { classes: ["x", "", "y"], dtype: "string" });
const text = (layer: Laid) => laid(makeField("remark", "text", { dtype: "string" }), [layer]);
const DATASET = { name: "own_a", own: true, fields: FIELDS, input: "features", target: "price" } as unknown as Dataset;

it("offers the fields that feed the network, and names one's own that do not", () => {
  expect(treatable(DATASET, ["remark"]).map((one) => one.name)).toEqual(["remark"]);
  expect(unused(DATASET, ["remark"]).map((one) => one.name)).toEqual(["features", "city", "photo"]);
  expect(unused({ ...DATASET, own: false }, ["remark"])).toEqual([]);
});

describe("laid", () => {
  it("says what the layers behind the Input do", () => {
    const layers = [
      { layer: "Resizing", config: { height: 64, width: 32 } },
      { layer: "RandomZoom", config: { height_factor: 0.3 } },
      { layer: "RandomFlip", config: {} },
      { layer: "Dense", config: { units: 4 } },
    ];
    expect(laid(makeField("photo", "image"), layers)).toMatchObject({ resize: [64, 32], augment: ["flip", "zoom"] });
    const bag = { max_tokens: 2_000, output_mode: "multi_hot", pad_to_max_tokens: true };
    expect(text({ layer: "TextVectorization", config: bag })).toMatchObject({ tokens: "bag", words: 2_000 });
    const row = { max_tokens: 2_000, output_sequence_length: 9 };
    expect(text({ layer: "TextVectorization", config: row })).toMatchObject({ tokens: "row", length: 9 });
    const index = [{ layer: "StringLookup", config: { vocabulary: ["x", "y"] } }];
    expect(laid(CITY, index)).toMatchObject({ encode: "index", teller: null });
  });

  it.each([
    { output_mode: "int", max_tokens: 500 },
    { max_tokens: 500 },
    { output_sequence_length: 9 },
    { output_mode: "count", max_tokens: 500 },
    { output_mode: "tf_idf", max_tokens: 500 },
    { output_mode: "multi_hot", max_tokens: 500 },
    { output_mode: "multi_hot", pad_to_max_tokens: true },
  ])("asks nothing of a TextVectorization that no choice would lay: %o", (config) => {
    const wish = text({ layer: "TextVectorization", config });
    expect(wish.teller).toBe("TextVectorization");
    expect(choicesOf([wish])).toEqual([]);
  });

  it.each([
    [
      { layer: "StringLookup", config: { vocabulary: ["x", "y"] } },
      { layer: "CategoryEncoding", config: {} },
    ],
    [{ layer: "StringLookup", config: { vocabulary: ["x", "y"], output_mode: "count" } }],
    [{ layer: "StringLookup", config: { vocabulary: ["y", "z"] } }],
    [{ layer: "StringLookup", config: {} }],
    [{ layer: "Hashing", config: { num_bins: 4 } }],
    [{ layer: "TextVectorization", config: { max_tokens: 20, output_sequence_length: 1 } }],
  ])("asks nothing of a category that is told otherwise than by a choice: %o", (...layers) => {
    const wish = laid(CITY, layers);
    expect(wish.teller).toBe(layers.at(-1)?.layer);
    expect(choicesOf([wish])).toEqual([]);
  });

  it("says what is usual where nothing is laid", () => {
    const resized = { layer: "Resizing", config: { height: 8, width: 8 } };
    expect(laid(makeField("photo", "image"), [{ layer: "Conv2D", config: {} }, resized])).toMatchObject({
      resize: null,
    });
    expect(laid(makeField("sizes", "vector"), [{ layer: "Dense", config: {} }])).toEqual(
      usual(makeField("sizes", "vector")),
    );
  });

  it("looks at the layers up to where the network parts", () => {
    const parting = makeDocument(["a", "b", "c", "d", "e"], ["a → b", "b → c", "c → d", "c → e"]);
    expect(straightBehind(parting, "a")).toEqual([parting.nodes[1], parting.nodes[2]]);
    expect(straightBehind(makeDocument(["a", "b"], ["a → b", "b → a"]), "a")).toHaveLength(2);
  });
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
    expect(choicesOf([usual(makeField("photo", "image"))])).toEqual([]);
    expect(choicesOf([usual(makeField("sizes", "vector", { scale: [2] }))])).toEqual([]);
  });

  it("tells a text as a bag of words without a length", () => {
    const wish = { ...usual(makeField("remark", "text")), tokens: "bag" as const };
    expect(choicesOf([wish])[0]?.tokens).toEqual({ most: 10_000, length: null });
  });
});
