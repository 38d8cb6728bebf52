import type { History } from "./history";

/** How far a training run has come, and how long the rest will take at its present pace. */
export interface Pace {
  /** From 0 to 1. */
  done: number;
  /** The epoch being trained, from 1. */
  epoch: number;
  epochs: number;
  /** Seconds, or null before there is anything to judge by. */
  left: number | null;
}

const EPOCHS_LOOKED_AT = 3;

/** Null before training has started. */
export function paceOf(history: History): Pace | null {
  if (history.start === null) {
    return null;
  }
  const epochs = history.start.epochs;
  const finished = history.epochs.epoch.at(-1) ?? 0;
  const reached = Math.min(epochs, Math.max(finished, history.points.epoch.at(-1) ?? 0));
  const perEpoch = secondsPerEpoch(history);
  return {
    done: epochs > 0 ? reached / epochs : 0,
    epoch: Math.min(epochs, Math.floor(finished) + 1),
    epochs,
    left: perEpoch === null ? null : perEpoch * (epochs - reached),
  };
}

/**
 * From the last finished epochs, validation included; from the points so far while the first epoch runs. The first epoch, in which the
 * network is compiled too, counts only until there is another.
 */
function secondsPerEpoch(history: History): number | null {
  const { at, epoch } = history.epochs;
  const last = at.length - 1;
  if (last === 0) return (at[0] as number) / Math.max(1, epoch[0] as number);
  if (last > 0) {
    const from = Math.max(0, last - EPOCHS_LOOKED_AT);
    const epochs = (epoch[last] as number) - (epoch[from] as number);
    return epochs > 0 ? ((at[last] as number) - (at[from] as number)) / epochs : null;
  }
  const { points } = history;
  const end = points.length - 1;
  if (end < 1) {
    return null;
  }
  const epochs = (points.epoch[end] as number) - (points.epoch[0] as number);
  return epochs > 0 ? ((points.at[end] as number) - (points.at[0] as number)) / epochs : null;
}
