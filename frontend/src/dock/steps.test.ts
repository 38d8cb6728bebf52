import { expect, it } from "vitest";
import { DEFAULT_TRAINING } from "@/graph/document";
import { stepsAnEpoch, suited } from "./steps";

const decay = (config: object) => ({ class_name: "CosineDecay", config });

it("counts the batches of an epoch as Keras splits the samples", () => {
  const training = { ...DEFAULT_TRAINING, batch_size: 32, validation_split: 0.1 };
  expect(stepsAnEpoch(training, { train_samples: 120 })).toBe(4);
  expect(stepsAnEpoch({ ...training, validation_split: 0 }, { train_samples: 33 })).toBe(2);
  expect(stepsAnEpoch(training, undefined)).toBeNull();
});

it("lets a new schedule end with the training", () => {
  expect(suited(0.01, decay({ decay_steps: 1000 }), 4, 5)).toEqual(decay({ decay_steps: 20 }));
});

it("leaves a schedule alone that is being changed, and what it knows no length for", () => {
  expect(suited(decay({ decay_steps: 7 }), decay({ decay_steps: 8 }), 4, 5)).toEqual(decay({ decay_steps: 8 }));
  expect(suited(0.01, decay({ decay_steps: 1000 }), null, 5)).toEqual(decay({ decay_steps: 1000 }));
  expect(suited(0.01, 0.1, 4, 5)).toBe(0.1);
});
