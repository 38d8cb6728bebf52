/** How long a training is, in steps (batches), and schedules that suit it. */
import { isKerasObject } from "@/graph/kerasObject";
import type { Config, Dataset, Training } from "@/graph/types";

/** Batches an epoch; null without a data set. */
export function stepsAnEpoch(training: Training, dataset: Pick<Dataset, "train_samples"> | undefined): number | null {
  if (!dataset) return null;
  const samples = Math.floor(dataset.train_samples * (1 - training.validation_split));
  return Math.max(1, Math.ceil(samples / training.batch_size));
}

type Suiting = (epoch: number, whole: number) => Config;

const SUITING: Readonly<Record<string, Suiting>> = {
  CosineDecay: (_, whole) => ({ decay_steps: whole }),
  CosineDecayRestarts: (_, whole) => ({ first_decay_steps: Math.max(1, Math.ceil(whole / 3)) }),
  ExponentialDecay: (epoch) => ({ decay_steps: epoch }),
  InverseTimeDecay: (epoch) => ({ decay_steps: epoch }),
  PiecewiseConstantDecay: (_, whole) => ({ boundaries: [Math.max(1, Math.ceil(whole / 2))] }),
  PolynomialDecay: (_, whole) => ({ decay_steps: whole }),
};

/** A new schedule whose steps suit the training; one that is being changed stays as it is. */
export function suited(before: unknown, after: unknown, epoch: number | null, epochs: number): unknown {
  if (epoch === null || !isKerasObject(after) || (isKerasObject(before) && before.class_name === after.class_name))
    return after;
  const steps = SUITING[after.class_name]?.(epoch, epoch * epochs) ?? {};
  return { ...after, config: { ...after.config, ...steps } };
}
