/** What is used of a WebSocket; tests bring their own. */
export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: ((close: { code: number }) => void) | null;
  close(): void;
}

/** How the line to the server stands; "ended" carries a sentence when it cannot be had at all. */
export type LineState =
  | { kind: "connecting" | "connected" | "reconnecting" }
  | { kind: "ended"; reason: string | null };

export interface LiveSocketOptions<Frame> {
  /** Asked for anew each time the line is opened. */
  url: () => string;
  /** What is said where there is nothing to follow. */
  missing: string;
  onFrame: (frame: Frame) => void;
  onState: (state: LineState) => void;
  /** True once nothing more will come: a closed line is then not opened again. */
  isOver: () => boolean;
  /** Milliseconds after which a line that was refused is asked for again, where it may be granted later; without, never. */
  askAgainMs?: number;
  open?: (url: string) => SocketLike;
  random?: () => number;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** A line that was cut without a word is found by its silence; asking again by cursor costs nothing. */
const SILENCE_MS = 45_000;

const SIGNED_OUT = "You are not signed in. Open Layerloom by the address it printed when it started.";
const NO_ONE = 4401;
const STRANGER = 4404;

/** Milliseconds to wait before try number `attempt` (from 0): doubling, at most 15 s, half of it by chance. */
export function waitBefore(attempt: number, random: number): number {
  const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  return most / 2 + (most / 2) * random;
}

type Page = { protocol: string; host: string };

/** The address of a socket of the server that the page is from. */
export function socketUrl(kind: "classes" | "networks" | "runs" | "sweeps", id: string, page: Page): string {
  return `${page.protocol === "https:" ? "wss:" : "ws:"}//${page.host}/ws/${kind}/${encodeURIComponent(id)}`;
}

/** The address of a run's events after a cursor. */
export function runSocketUrl(run: string, cursor: string, page: Page): string {
  return socketUrl("runs", run, page) + (cursor === "" ? "" : `?after=${encodeURIComponent(cursor)}`);
}

/** Follows a run, a sweep, a class or a network: opens the socket, and again whenever it breaks, until it is over. */
export class LiveSocket<Frame> {
  #options: LiveSocketOptions<Frame>;
  #socket: SocketLike | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #attempt = 0;
  #closed = false;

  constructor(options: LiveSocketOptions<Frame>) {
    this.#options = options;
    this.#options.onState({ kind: "connecting" });
    this.#open();
  }

  /** Tries at once instead of waiting, e.g. when the machine is online again. */
  hurry(): void {
    if (!this.#closed && this.#socket === null) {
      this.#attempt = 0;
      this.#open();
    }
  }

  close(): void {
    this.#end(null, false);
  }

  #open(): void {
    const { url, open = openWebSocket } = this.#options;
    const socket = open(url());
    this.#socket = socket;
    this.#watchSilence();
    socket.onopen = () => {
      this.#attempt = 0;
      this.#options.onState({ kind: "connected" });
      this.#watchSilence();
    };
    socket.onmessage = (message) => {
      this.#watchSilence();
      this.#options.onFrame(JSON.parse(String(message.data)) as Frame);
    };
    socket.onclose = (close) => this.#onClose(close.code);
  }

  #onClose(code: number): void {
    this.#drop();
    const reason = code === NO_ONE ? SIGNED_OUT : code === STRANGER ? this.#options.missing : null;
    const { askAgainMs } = this.#options;
    if (code === STRANGER && askAgainMs !== undefined) {
      this.#options.onState({ kind: "ended", reason });
      this.#setTimer(() => this.#open(), askAgainMs);
      return;
    }
    if (reason !== null || this.#options.isOver()) {
      this.#end(reason, true);
      return;
    }
    this.#options.onState({ kind: "reconnecting" });
    this.#setTimer(() => this.#open(), waitBefore(this.#attempt, (this.#options.random ?? Math.random)()));
    this.#attempt += 1;
  }

  #watchSilence(): void {
    this.#setTimer(() => {
      this.#drop();
      this.#open();
    }, SILENCE_MS);
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    if (socket !== null) {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
  }

  #end(reason: string | null, tell: boolean): void {
    this.#closed = true;
    this.#setTimer(null);
    this.#drop();
    if (tell) {
      this.#options.onState({ kind: "ended", reason });
    }
  }

  #setTimer(action: (() => void) | null, after = 0): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
    }
    this.#timer = action === null ? null : setTimeout(action, after);
  }
}

function openWebSocket(url: string): SocketLike {
  return new WebSocket(url) as unknown as SocketLike;
}
