import { expect, it } from "vitest";
import { directionOf, monitors, startOf } from "./monitors";

const output = (node: string, ...names: string[]) => ({
  node,
  metrics: names.map((class_name) => ({ class_name, config: {} })),
});

it("offers the loss and the metrics, on validation data first", () => {
  expect(monitors([output("dense", "accuracy", "TopKCategoricalAccuracy")], true)).toEqual([
    "val_loss",
    "val_accuracy",
    "val_top_k_categorical_accuracy",
    "loss",
    "accuracy",
    "top_k_categorical_accuracy",
  ]);
});

it("offers nothing on validation data where none is kept aside", () => {
  expect(monitors([output("dense", "accuracy")], false)).toEqual(["loss", "accuracy"]);
});

it("tells several outputs apart by their names", () => {
  expect(monitors([output("kind", "accuracy"), output("size")], false)).toEqual([
    "loss",
    "kind_loss",
    "size_loss",
    "kind_accuracy",
  ]);
});

it("knows which metrics are better when they are larger", () => {
  expect(
    ["val_accuracy", "val_top_k_categorical_accuracy", "auc", "kind_f1_score", "mean_io_u"].map(directionOf),
  ).toEqual(Array(5).fill("max"));
  expect(["val_loss", "mean_absolute_error", "false_positives", "kind_loss"].map(directionOf)).toEqual(
    Array(4).fill("min"),
  );
});

it("starts a callback with what the catalogue says works", () => {
  const params = [{ name: "monitor" }, { name: "patience", start: 3 }, { name: "baseline", start: null }];
  expect(startOf({ name: "EarlyStopping", params })).toEqual({ class_name: "EarlyStopping", config: { patience: 3 } });
});
