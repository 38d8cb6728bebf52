import { expect, it } from "vitest";
import { makeField, makeSweep, makeTrial } from "./makeSweep";
import { bestSoFar, fieldKey, numbersOf, ordered, valuesText, withNews } from "./trials";

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

it("takes the trials that have changed into those that it knows", () => {
  const known = withNews(null, makeSweep({ trials, proposed: 3 }));
  const changed = [makeTrial(4, {}, null, { state: "queued" }), makeTrial(2, {}, 0.1)];
  const found = withNews(known, makeSweep({ trials: changed, proposed: 4, deleted: [1], best: 2 }));
  expect(found.trials.map(({ number, objective }) => [number, objective])).toEqual([
    [2, 0.1],
    [3, 0.2],
    [4, null],
  ]);
  expect(found).toMatchObject({ proposed: 4, best: 2 });
  expect(found.trials[1]).toBe(trials[2]);
});

it("takes the whole sweep again when the line was down, and misses nothing of it", () => {
  const whole = makeSweep({ trials: [makeTrial(2, {}, 0.1), makeTrial(5, {}, 0.4)], proposed: 5, deleted: [1, 3, 4] });
  expect(withNews(makeSweep({ trials, proposed: 3 }), whole)).toEqual(whole);
});
