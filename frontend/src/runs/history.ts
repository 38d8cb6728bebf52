import { Columns } from "./columns";
import { Looks } from "./eyes/looks";
import type { Load } from "./loadText";
import type { Failure, Frame, RunEvent, RunState } from "./types";

export type Note = Extract<RunEvent, { kind: "resumed" | "rate" }>;
type Start = Extract<RunEvent, { kind: "start" }>;
/** Why a training ended before its last epoch. */
export type Early = Extract<RunEvent, { kind: "end" }>["why"];

/** What the learning rate is called among the numbers of a batch, as Keras calls it among those of an epoch. */
export const RATE = "learning_rate";

/**
 * What is known of a run, gathered from frames of events. Points and epochs are held once per step, so frames may
 * overlap, come twice, or be played again from the beginning.
 */
export class History {
  readonly points = new Columns();
  readonly epochs = new Columns();
  readonly looks = new Looks();
  cursor = "";
  state: RunState | null = null;
  position: number | null = null;
  wait: number | null = null;
  waitsFor: string | null = null;
  gaveWay = false;
  failure: Failure | null = null;
  moves = -1;
  /** Where its learning rate was changed and where it was taken up again, by step. */
  readonly notes: Note[] = [];
  load: Load | null = null;
  rate: number | null = null;
  /** Whether the learning rate was ever another: by a schedule, a callback or by hand. */
  rateChanges = false;
  start: Start | null = null;
  evaluation: Record<string, number | null> = {};
  /** Why it ended before its last epoch, where it did. */
  early: Early = null;
  /** Grows with every change. */
  version = 0;

  merge(frame: Frame): boolean {
    const before = this.version;
    for (const event of frame.events) {
      if (this.#take(event)) {
        this.version += 1;
      }
    }
    this.cursor = frame.cursor || this.cursor;
    return this.version !== before;
  }

  /** Every metric without its "val_", loss first, in the order Keras reports them; the learning rate only where it changes, last. */
  metrics(): string[] {
    const names = new Set<string>();
    for (const columns of [this.points, this.epochs]) {
      for (const name of columns.values.keys()) {
        if (name !== RATE) names.add(name.startsWith("val_") ? name.slice(4) : name);
      }
    }
    const found = [...names, ...(this.rateChanges ? [RATE] : [])];
    return found.includes("loss") ? ["loss", ...found.filter((name) => name !== "loss")] : found;
  }

  #take(event: RunEvent): boolean {
    switch (event.kind) {
      case "state":
        return this.#takeState(event);
      case "start":
        this.start = event;
        return true;
      case "point":
        this.#takeRate(event.rate ?? null);
        return this.points.add({
          ...event,
          logs: { ...event.logs, ...(this.rate === null ? {} : { [RATE]: this.rate }) },
        });
      case "epoch":
        return this.epochs.add(event);
      case "eyes":
        return this.looks.take(event);
      case "end":
        this.evaluation = event.evaluation;
        this.early = event.stopped_early ? (event.why ?? "no_better") : null;
        return true;
      case "resumed":
        return event.why !== "paused" && this.#note(event);
      case "rate":
        this.#takeRate(event.rate);
        return this.#note(event);
      case "load":
        this.load = event;
        return true;
    }
  }

  #takeRate(rate: number | null): void {
    if (rate === null) return;
    this.rateChanges ||= this.rate !== null && this.rate !== rate;
    this.rate = rate;
  }

  #note(event: Note): boolean {
    if (this.notes.some((note) => note.kind === event.kind && note.at === event.at)) return false;
    this.notes.push(event);
    return true;
  }

  /** Of two states the one with the higher number is true, in whatever order they come. */
  #takeState(event: Extract<RunEvent, { kind: "state" }>): boolean {
    if (event.moves < this.moves) {
      return false;
    }
    this.moves = event.moves;
    this.state = event.state;
    this.position = event.position ?? null;
    this.wait = event.wait ?? null;
    this.waitsFor = event.waits_for ?? null;
    this.gaveWay = event.gave_way ?? false;
    this.failure = event.failure ?? null;
    return true;
  }
}
