import { expect, it } from "vitest";
import type { ObjectSpec, Param } from "@/graph/types";
import { rateOf, scheduleFrom } from "./schedules";

const RATE = { name: "learning_rate", kind: "schedule", default: 0.001 } as Param;
const DECAY = {
  name: "ExponentialDecay",
  params: [
    { name: "initial_learning_rate", kind: "float", start: 0.01 },
    { name: "decay_steps", kind: "number", start: 1000 },
    { name: "staircase", kind: "bool", start: null },
  ],
} as unknown as ObjectSpec;

it("begins a schedule at the rate that there was, or at the default", () => {
  expect(scheduleFrom(DECAY, 0.5, RATE).config).toEqual({ initial_learning_rate: 0.5, decay_steps: 1000 });
  expect(scheduleFrom(DECAY, undefined, RATE).config).toEqual({ initial_learning_rate: 0.001, decay_steps: 1000 });
  const before = { class_name: "CosineDecay", config: { initial_learning_rate: 0.2 } };
  expect(scheduleFrom(DECAY, before, RATE).config.initial_learning_rate).toBe(0.2);
});

it("leaves the rate that a schedule began with", () => {
  expect(rateOf({ class_name: "ExponentialDecay", config: { initial_learning_rate: 0.2 } })).toBe(0.2);
  expect(rateOf({ class_name: "PiecewiseConstantDecay", config: {} })).toBeUndefined();
  expect(rateOf(0.3)).toBe(0.3);
});
