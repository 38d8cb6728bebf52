import { expect, it } from "vitest";
import { makeDocument, makeNode, makeParam } from "./makeDocument";
import {
  changeField,
  combinations,
  countOf,
  fieldAt,
  fieldsOf,
  firstSpan,
  listFrom,
  listSpan,
  mark,
  type Place,
  plannedTrials,
  rangeFrom,
  setSweep,
  unmark,
} from "./sweep";

const UNITS = makeParam("units", "int", { minimum: 1 });
const RATE = makeParam("learning_rate", "schedule", { default: 0.001 });
const units = (node: string): Place => ({ node, block: null, path: ["units"] });
const rate: Place = { node: null, block: null, path: ["optimizer", "config", "learning_rate"] };
const dense = makeDocument([makeNode("dense", "Dense", { units: 32 }), makeNode("dense_1", "Dense", { units: 8 })]);

it("names a field after its node and its parameter, and keeps names apart", () => {
  const marked = mark(mark(dense, units("dense"), firstSpan(UNITS, 32)), rate, firstSpan(RATE, undefined));
  expect(fieldsOf(marked).map(({ name }) => name)).toEqual(["dense_units", "learning_rate"]);
  const taken = changeField(marked, "learning_rate", { name: "dense_1_units" });
  expect(fieldsOf(mark(taken, units("dense_1"), firstSpan(UNITS, 8))).at(-1)?.name).toBe("dense_1_units_1");
});

it("begins with numbers around the value that is drawn, within what the parameter takes", () => {
  expect(firstSpan(UNITS, 32).values).toEqual([16, 32, 64]);
  expect(firstSpan(UNITS, 1).values).toEqual([1, 2]);
  expect(firstSpan(RATE, undefined).values).toEqual([0.0001, 0.001, 0.01]);
  expect(firstSpan(makeParam("rate", "float", { maximum: 1 }), 0.5).values).toEqual([0.25, 0.5, 0.9]);
  expect(firstSpan(makeParam("use_bias", "bool"), undefined).values).toEqual([true, false]);
  expect(firstSpan(makeParam("activation", "activation"), "relu", ["elu", "relu"]).values).toEqual(["relu", "elu"]);
  expect(firstSpan(makeParam("loss", "json"), "Huber", ["Circle", "Huber"]).values).toEqual(["Huber"]);
});

it("turns a list into a range and back", () => {
  expect(rangeFrom(UNITS, listSpan(UNITS, [16, 32, 64]))).toMatchObject({
    low: 16,
    high: 64,
    log: false,
    integer: true,
  });
  const range = rangeFrom(RATE, firstSpan(RATE, 0.001));
  expect(range).toMatchObject({ values: null, low: 0.0001, high: 0.01, log: true });
  expect(listFrom(RATE, range).values).toEqual([0.0001, 0.001, 0.01]);
});

it("counts what can be tried, as far as it can be counted", () => {
  expect(countOf({ ...listSpan(UNITS, []), values: null, low: 2, high: 8, step: 2 })).toBe(4);
  expect(countOf(rangeFrom(RATE, firstSpan(RATE, 0.001)))).toBeNull();
  expect(combinations([firstSpan(UNITS, 32), listSpan(UNITS, [1, 2])])).toBe(6);
  const both = mark(mark(dense, units("dense"), firstSpan(UNITS, 32)), units("dense_1"), firstSpan(UNITS, 8));
  const trials = (changes: object) => plannedTrials(setSweep(both, changes).training.sweep as never);
  expect(trials({ method: "grid", trials: 12 })).toBe(9);
  expect(trials({ method: "grid", trials: 4 })).toBe(4);
  expect(trials({ method: "random", trials: 12 })).toBe(12);
});

it("goes back to the single value, and keeps how was searched", () => {
  const marked = setSweep(mark(dense, rate, firstSpan(RATE, 0.001)), { method: "optuna" });
  const back = unmark(marked, "learning_rate");
  expect(fieldAt(back, rate)).toBeUndefined();
  expect(back.training.sweep?.method).toBe("optuna");
});
