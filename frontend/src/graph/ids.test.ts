import { expect, it } from "vitest";
import { freshId, idRefusal, snakeCase } from "./ids";

it.each([
  ["Conv2D", "conv2d"],
  ["MaxPooling2D", "max_pooling2d"],
  ["GlobalAveragePooling2D", "global_average_pooling2d"],
  ["LSTM", "lstm"],
  ["GRUCell", "gru_cell"],
  ["BatchNormalization", "batch_normalization"],
])("names %s as Keras does: %s", (layer, name) => {
  expect(snakeCase(layer)).toBe(name);
});

it("takes the first number that is free", () => {
  expect(freshId("Dense", new Set())).toBe("dense");
  expect(freshId("Dense", new Set(["dense", "dense_2"]))).toBe("dense_1");
  expect(freshId("Dense", new Set(["dense", "dense_1"]))).toBe("dense_2");
});

it("believes the catalogue before its own rule", () => {
  expect(freshId("Input", new Set(), "input_layer")).toBe("input_layer");
});

it("refuses names that Keras or Python would not take", () => {
  expect(idRefusal("", new Set())).toContain("needs a name");
  expect(idRefusal("1st", new Set())).toContain("starts with a letter");
  expect(idRefusal("größe", new Set())).toContain("letters, digits and _");
  expect(idRefusal("a".repeat(65), new Set())).toContain("64");
  expect(idRefusal("dense", new Set(["dense"]))).toContain("already");
  expect(idRefusal("my_layer_2", new Set(["dense"]))).toBeNull();
});
