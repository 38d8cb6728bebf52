import { expect, it } from "vitest";
import type { Dataset, Document } from "./types";
import { unitsNote } from "./units";

const field = {
  name: "next",
  title: "Next month",
  kind: "value",
  shape: [1],
  dtype: "float32",
  scale: [41.74924],
  unit: "",
};
const dataset = { target: "next", fields: [{ ...field, name: "past", kind: "series" }, field] } as unknown as Dataset;
const network = (fields: string[]) =>
  ({ training: { outputs: fields.map((name) => ({ field: name })) } }) as unknown as Document;

it("says what a standardised 1 stands for", () => {
  expect(unitsNote(network([]), dataset)).toContain("1 of Next month stands for 41.75 of its own units.");
});

it("names the unit where the data set has one", () => {
  const degrees = { ...dataset, fields: [{ ...field, unit: "°C" }] } as unknown as Dataset;
  expect(unitsNote(network(["next"]), degrees)).toContain("stands for 41.75 °C.");
});

it("says nothing where the target was left as it is", () => {
  const plain = { ...dataset, fields: [{ ...field, scale: [] }] } as unknown as Dataset;
  expect(unitsNote(network([]), plain)).toBeNull();
  expect(unitsNote(network(["past"]), dataset)).toBeNull();
});
