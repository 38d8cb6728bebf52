import type { RunEvent } from "../types";

type EyesEvent = Extract<RunEvent, { kind: "eyes" }>;
export type Part = EyesEvent["parts"][number];

/** When a look was taken. */
export interface Moment {
  epoch: number;
  /** At the end of training, of the weights that are kept. */
  isLast: boolean;
}

/** Which looks there are, by part, in the order of epochs. */
export class Looks {
  readonly #moments = new Map<Part, Moment[]>();

  /** Takes an event in; false when it told nothing new. */
  take(event: EyesEvent): boolean {
    const changed = event.parts.map((part) => this.#add(part, { epoch: event.epoch, isLast: event.is_last }));
    return changed.includes(true);
  }

  /** The looks at a part. A new list only when something was added. */
  of(part: Part): readonly Moment[] {
    return this.#moments.get(part) ?? NONE;
  }

  #add(part: Part, moment: Moment): boolean {
    const before = this.of(part);
    const same = before.find((one) => one.epoch === moment.epoch);
    if (same && (same.isLast || !moment.isLast)) return false;
    const others = before.filter((one) => one.epoch !== moment.epoch);
    const sorted = [...others, moment].toSorted((a, b) => a.epoch - b.epoch);
    this.#moments.set(part, sorted.map(asSeenBefore(sorted.at(-1)?.epoch ?? 0)));
    return true;
  }
}

/** What was kept when training ended is so no more once it has gone on: of the looks, the newest alone can be of the weights that are kept. */
function asSeenBefore(newest: number): (moment: Moment) => Moment {
  return (moment) => (moment.isLast && moment.epoch < newest ? { ...moment, isLast: false } : moment);
}

const NONE: readonly Moment[] = [];

/** The look that is shown: the chosen epoch's, or the newest before it; the newest of all where none is chosen. */
export function momentAt(moments: readonly Moment[], epoch: number | null): Moment | undefined {
  if (epoch === null) return moments.at(-1);
  return moments.findLast((one) => one.epoch <= epoch) ?? moments[0];
}

export function momentText({ epoch, isLast }: Moment): string {
  return isLast ? `Epoch ${epoch}, as kept` : `Epoch ${epoch}`;
}
