import { expect, it } from "vitest";
import { axesOf, brushed, crossingOf, passes, textAt } from "./axes";
import { makeField, makeSweep, makeTrial } from "./makeSweep";

const sweep = makeSweep({
  fields: [
    makeField("units", { values: [16, 32, 64] }),
    makeField("rate", { low: 0.0001, high: 0.01, log: true }),
    makeField("activation", { values: ["relu", "tanh", "elu"] }),
  ],
  trials: [
    makeTrial(1, { units: 16, rate: 0.0001, activation: "relu" }, 0.5),
    makeTrial(2, { units: 64, rate: 0.001, activation: "tanh" }, 0.1),
    makeTrial(3, { units: 32, rate: 0.01, activation: "elu" }, null),
  ],
});
const axes = axesOf(sweep);
const crossings = sweep.trials.map((trial) => crossingOf(trial, axes));

it("has an axis for each field and one for the objective", () => {
  expect(axes.map(({ title }) => title)).toEqual(["units", "rate", "activation", "val_loss"]);
  expect(axes.map(({ ticks }) => ticks.map(({ text }) => text))).toEqual([
    ["16", "32", "64"],
    ["1e-4", "0.001", "0.01"],
    ["relu", "tanh", "elu"],
    expect.arrayContaining(["0.1", "0.5"]),
  ]);
});

it("crosses a logarithmic axis by powers, and one of words at its points", () => {
  expect(crossings[1]?.map((share) => share?.toFixed(2))).toEqual(["1.00", "0.50", "0.50", "0.00"]);
  expect(crossings[2]?.[3]).toBeNull();
});

it("says what stands at a place of an axis", () => {
  const [units, rate, activation] = axes;
  expect([units && textAt(units, 1), rate && textAt(rate, 0.5), activation && textAt(activation, 0.52)]).toEqual([
    "64",
    "0.001",
    "tanh",
  ]);
});

it("lets through what every brush takes in", () => {
  const through = (brushes: Parameters<typeof passes>[2]) =>
    crossings.flatMap((crossing, at) => (passes(crossing, axes, brushes) ? [at + 1] : []));
  expect(through({})).toEqual([1, 2, 3]);
  const low = brushed({}, "rate", [0.6, -0.2]);
  expect(through(low)).toEqual([1, 2]);
  expect(through(brushed(low, "objective", [0, 0.3]))).toEqual([2]);
  expect(brushed(low, "rate", [0, 1])).toEqual({});
});
