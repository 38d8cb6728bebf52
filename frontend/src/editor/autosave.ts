/**
 * Saving by itself: within a second of a change, one request at a time, the newest state wins. What cannot be sent is kept in this browser
 * until it can. Knows nothing of React; the network, the storage and the clock are handed in.
 */
import { ApiError } from "@/api/client";
import type { SaveState } from "@/graph/store";
import type { Document } from "@/graph/types";

export type Draft = { readonly revision: number; readonly document: Document };

export type Surroundings = {
  put(draft: Draft, keepalive: boolean): Promise<{ revision: number }>;
  store(draft: Draft | null): void;
  report(state: SaveState): void;
};

const DELAY = 350;
const RETRIES = [1_000, 2_000, 5_000, 10_000, 20_000];

export type Autosave = {
  /** A new state of the document. */
  changed(document: Document): void;
  /** Sends now, without waiting for the pause; for the moment before the page goes. */
  flush(): void;
  /** Tries again at once, as when the network comes back. */
  retry(): void;
  /** Goes on from another revision, after a conflict was settled. */
  resume(revision: number, document: Document): void;
  stop(): void;
};

export function createAutosave(start: Draft, surroundings: Surroundings): Autosave {
  let { revision } = start;
  let saved: Document = start.document;
  let current: Document = start.document;
  let isSending = false;
  let isHeld = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function wait(delay: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void send(), delay);
  }

  async function send(): Promise<void> {
    clearTimeout(timer);
    if (isSending || isHeld) return;
    if (current === saved) {
      settled(); // undo led back to what the server has
      return;
    }
    isSending = true;
    const sent = current;
    surroundings.report({ kind: "saving" });
    try {
      ({ revision } = await surroundings.put({ revision, document: sent }, false));
      succeeded(sent);
    } catch (error) {
      failed(error);
    } finally {
      isSending = false;
    }
    if (current !== saved && failures === 0 && !isHeld) wait(DELAY);
  }

  function settled(): void {
    failures = 0;
    surroundings.store(null);
    surroundings.report({ kind: "saved" });
  }

  function succeeded(sent: Document): void {
    failures = 0;
    saved = sent;
    if (current === saved) settled();
  }

  function failed(error: unknown): void {
    surroundings.store({ revision, document: current });
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 409) {
      isHeld = true;
      surroundings.report({ kind: "conflict" });
    } else if (status >= 400 && status < 500 && status !== 401) {
      failures = 1;
      surroundings.report({ kind: "refused", message: error instanceof Error ? error.message : "" });
    } else {
      wait(RETRIES[Math.min(failures, RETRIES.length - 1)] ?? DELAY);
      failures += 1;
      surroundings.report({ kind: "offline" });
    }
  }

  /** The page may be gone before the answer comes; if it is not, the answer counts. */
  async function sendLast(last: Document): Promise<void> {
    isSending = true;
    try {
      ({ revision } = await surroundings.put({ revision, document: last }, true));
      succeeded(last);
    } catch {
      // It is kept in this browser.
    } finally {
      isSending = false;
    }
    if (current !== saved && !isHeld) wait(DELAY);
  }

  return {
    changed(document) {
      if (document === current) return;
      current = document;
      if (isHeld || failures > 0) surroundings.store({ revision, document });
      if (isHeld) return;
      if (failures === 0) surroundings.report({ kind: "saving" });
      wait(DELAY);
    },
    flush() {
      if (current === saved) return;
      surroundings.store({ revision, document: current });
      if (!isSending && !isHeld) void sendLast(current);
    },
    retry() {
      if (failures > 0) wait(0);
    },
    resume(from, document) {
      isHeld = false;
      failures = 0;
      revision = from;
      saved = document;
      current = document;
      surroundings.store(null);
      surroundings.report({ kind: "saved" });
    },
    stop: () => clearTimeout(timer),
  };
}
