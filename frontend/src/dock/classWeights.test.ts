import { expect, it } from "vitest";
import type { Dataset } from "@/graph/types";
import { wayOf, weighable, weightsFor, withWeight } from "./classWeights";

const IRIS = {
  fields: [
    { name: "species", kind: "class", classes: ["setosa", "virginica"] },
    { name: "size", kind: "value" },
  ],
} as unknown as Dataset;

it("says each way as a document does", () => {
  for (const way of ["none", "balanced", "each"] as const) expect(wayOf(weightsFor(way))).toBe(way);
});

it("weighs the classes of a single output", () => {
  expect(weighable([{ field: "species" }], IRIS)).toEqual(["setosa", "virginica"]);
  expect(weighable([{ field: "size" }], IRIS)).toEqual([]);
  expect(weighable([{ field: "species" }, { field: "species" }], IRIS)).toEqual([]);
});

it("keeps what is not 1", () => {
  expect(withWeight({ "0": 2 }, 1, 0.5)).toEqual({ "0": 2, "1": 0.5 });
  expect(withWeight({ "0": 2 }, 0, 1)).toEqual({});
});
