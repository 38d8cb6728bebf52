import { expect, it } from "vitest";
import { layerNumbers, nameOf, sampleOf, wordsOf } from "./layer";
import type { Layer } from "./types";

const base64 = (bytes: number[]) => btoa(String.fromCharCode(...bytes));
const layer: Layer = {
  layer: "conv2d",
  path: ["conv2d"],
  title: "Conv2D",
  kind: "maps",
  shape: [1, 2, 2],
  count: 2,
  of: 2,
  height: 1,
  width: 2,
  low: [0, -1],
  high: [1, 1],
  data: [base64([0, 0, 0, 0]), base64([0, 255, 255, 0])],
  names: [],
  words: [],
};

it("reads maps channel by channel, each byte between the sample's lowest and highest", () => {
  expect(sampleOf(layer, 1).maps.map((map) => [...map])).toEqual([
    [0, 255],
    [255, 0],
  ]);
  expect(layerNumbers(layer, 1).rows).toEqual([
    [0, 0, 0, -1],
    [0, 0, 1, 1],
    [1, 0, 0, 1],
    [1, 0, 1, -1],
  ]);
});

it("reads vectors as they are, with the names of classes", () => {
  const floats = new Uint8Array(new Float32Array([0.25, 0.75]).buffer);
  const vector: Layer = { ...layer, kind: "vector", width: 2, data: [base64([...floats])], names: ["cat", "dog"] };
  expect(layerNumbers(vector, 0).rows).toEqual([
    ["cat", 0.25],
    ["dog", 0.75],
  ]);
});

it("names a layer within blocks from the inside outwards", () => {
  expect(nameOf({ path: ["encoder", "norm"] })).toBe("norm in encoder");
});

it("reads tokens with their words", () => {
  const floats = new Uint8Array(new Float32Array([7, 0]).buffer);
  const tokens: Layer = { ...layer, kind: "vector", width: 2, data: [base64([...floats])], words: [["whale", ""]] };
  expect(layerNumbers(tokens, 0).rows).toEqual([
    [0, 7, "whale"],
    [1, 0, ""],
  ]);
  expect(wordsOf(layer, 0)).toBeNull();
});
