import { sentenceOf } from "@/api/client";
import { type LineState, LiveSocket, type LiveSocketOptions, runSocketUrl } from "@/app/socket";
import { type Early, History } from "./history";
import type { Load } from "./loadText";
import { type Pace, paceOf } from "./pace";
import { isOver } from "./states";
import type { Failure, Frame, Run, RunState } from "./types";

/** What React shows of a live run; a new object only when something in it changed. */
export interface Snapshot {
  state: RunState | null;
  position: number | null;
  /** While it is queued and nobody could train it: what is missing. */
  /** Seconds that it is likely to wait, as far as that is known. */
  wait: number | null;
  waitsFor: string | null;
  /** Whether it has let others train, and goes on by itself. */
  gaveWay: boolean;
  failure: Failure | null;
  line: LineState;
  metrics: readonly string[];
  pace: Pace | null;
  epochs: number;
  points: number;
  evaluation: Record<string, number | null>;
  early: Early;
  load: Load | null;
  /** The learning rate, as far as it was told. */
  rate: number | null;
}

/** What a live run needs of the world. */
export interface Surroundings {
  fetchHistory: (id: string) => Promise<Frame>;
  noteState: (id: string, change: Pick<Run, "state" | "position" | "wait" | "failure">) => void;
  open?: LiveSocketOptions<Frame>["open"];
}

type Listener = () => void;

const SNAPSHOT_MS = 250;

/**
 * One run as it happens. Curves listen to `onData`, at most once a picture frame; React listens to `subscribe`, a few
 * times a second, so that points do not render components.
 */
export class LiveRun {
  readonly history = new History();
  #line: LineState = { kind: "connecting" };
  #snapshot: Snapshot;
  #watchers = new Set<Listener>();
  #drawers = new Set<Listener>();
  #socket: LiveSocket<Frame> | null = null;
  #begun = false;
  #frame: number | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    readonly id: string,
    private readonly around: Surroundings,
  ) {
    this.#snapshot = this.#look();
  }

  /** Reads the kept history of a run that is over; follows one that is not. Does nothing when called again. */
  begin(over: boolean): void {
    if (this.#begun) return;
    this.#begun = true;
    if (over) {
      this.around.fetchHistory(this.id).then(
        (frame) => {
          this.take(frame);
          this.#setLine({ kind: "ended", reason: null });
        },
        (error: unknown) => this.#setLine({ kind: "ended", reason: sentenceOf(error) }),
      );
    } else {
      this.#follow();
    }
  }

  hurry(): void {
    this.#socket?.hurry();
  }

  stop(): void {
    this.#socket?.close();
    this.#socket = null;
    this.#begun = false;
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#frame = null;
    this.#timer = null;
  }

  take(frame: Frame): void {
    const { state, position } = this.history;
    if (!this.history.merge(frame)) return;
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      for (const draw of this.#drawers) draw();
    });
    if (this.history.state === state && this.history.position === position) {
      this.#timer ??= setTimeout(() => this.#tell(), SNAPSHOT_MS);
    } else {
      this.#tell();
      this.#note();
      this.#followAgain();
    }
  }

  subscribe = (listener: Listener): (() => void) => {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  };

  onData = (listener: Listener): (() => void) => {
    this.#drawers.add(listener);
    return () => this.#drawers.delete(listener);
  };

  snapshot = (): Snapshot => this.#snapshot;

  #follow(): void {
    const { open } = this.around;
    this.#socket = new LiveSocket({
      url: () => runSocketUrl(this.id, this.history.cursor, globalThis.location),
      missing: "This run does not exist, or it is not shared with you any more.",
      onFrame: (frame) => this.take(frame),
      onState: (line) => this.#setLine(line),
      isOver: () => this.history.state !== null && isOver(this.history.state),
      ...(open && { open }),
    });
  }

  /** A run that was over may go on for more epochs. */
  #followAgain(): void {
    const { state } = this.history;
    if (this.#begun && this.#line.kind === "ended" && state !== null && !isOver(state)) {
      this.#socket?.close();
      this.#follow();
    }
  }

  #setLine(line: LineState): void {
    this.#line = line;
    this.#tell();
  }

  #note(): void {
    const { state, position, wait, failure } = this.history;
    if (state !== null) this.around.noteState(this.id, { state, position, wait, failure });
  }

  #tell(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#snapshot = this.#look();
    for (const watch of this.#watchers) watch();
  }

  #look(): Snapshot {
    const { state, position, wait, waitsFor, gaveWay, failure, points, epochs, evaluation, early, load, rate } =
      this.history;
    return {
      state,
      position,
      wait,
      waitsFor,
      gaveWay,
      failure,
      line: this.#line,
      metrics: this.history.metrics(),
      pace: paceOf(this.history),
      epochs: epochs.length,
      points: points.length,
      evaluation,
      early,
      load,
      rate,
    };
  }
}
