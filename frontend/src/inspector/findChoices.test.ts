import { expect, it } from "vitest";
import { findChoices } from "./findChoices";

const choices = ["elu", "leaky_relu", "relu", "relu6", "tanh"].map((label) => ({ label }));

it("puts the very word before words that begin with it, and these before words that hold it", () => {
  expect(findChoices(choices, "ReLU ").map(({ label }) => label)).toEqual(["relu", "relu6", "leaky_relu"]);
});

it("shows everything while nothing is typed", () => {
  expect(findChoices(choices, "")).toHaveLength(choices.length);
});
