import { expect, it } from "vitest";
import { makeField, makeSweep, makeTrial } from "./makeSweep";
import { bestSoFar, fieldKey, numbersOf, ordered, valuesText } from "./trials";

const trials = [
  makeTrial(1, { units: 64, how: { class_name: "SGD", config: {} } }, 0.3),
  makeTrial(2, { units: 8, how: "adam" }, null, { state: "running" }),
  makeTrial(3, { units: 32, how: "relu" }, 0.2),
];
const numbers = (by: string, descending = false) => ordered(trials, { by, descending }).map(({ number }) => number);

it("orders by any column, those without a value last", () => {
  expect(numbers("objective")).toEqual([3, 1, 2]);
  expect(numbers("objective", true)).toEqual([1, 3, 2]);
  expect(numbers(fieldKey("units"))).toEqual([2, 3, 1]);
  expect(numbers(fieldKey("how"))).toEqual([1, 2, 3]);
  expect(numbers("state")).toEqual([1, 3, 2]);
});

it("tells the best after each trial that has come to something", () => {
  expect(bestSoFar({ trials, direction: "min" }).map(({ best }) => best)).toEqual([0.3, 0.2]);
  expect(bestSoFar({ trials, direction: "max" }).map(({ best }) => best)).toEqual([0.3, 0.3]);
});

it("gives its numbers away, objects as words", () => {
  const { head, rows } = numbersOf(makeSweep({ fields: ["units", "how"].map((name) => makeField(name)), trials }));
  expect(head).toEqual(["trial", "state", "units", "how", "val_loss", "epochs", "seconds"]);
  expect(rows[0]).toEqual([1, "finished", 64, "SGD", 0.3, 2, 1]);
});

it("says what a trial sets in a line", () => {
  expect(valuesText({ units: 32, rate: 0.0123456, how: { class_name: "SGD", config: {} } })).toBe(
    "units 32, rate 0.01235, how SGD",
  );
});
