/** The file that is being sent: it goes on while other pages are looked at. */
import { create } from "zustand";
import { sentenceOf } from "@/api/client";
import { noticeSignedOut } from "@/app/session";
import { dropUpload, wire } from "./queries";
import { forget, parseRemembered, type Remembered, remember, uploadOf } from "./remembered";
import { type Progress, sendFile } from "./upload";

export type UploadState =
  | { readonly kind: "none" }
  | ({ readonly kind: "sending"; readonly name: string; readonly size: number } & Progress)
  | { readonly kind: "refused"; readonly name: string; readonly message: string }
  | { readonly kind: "arrived"; readonly id: string };

interface Uploading {
  readonly state: UploadState;
  /** Files that were begun and not yet kept. */
  readonly remembered: readonly Remembered[];
  take(file: File): void;
  /** Stops sending, and gives up what arrived. */
  cancel(): void;
  /** Gives up a file that arrived, in part or whole. */
  drop(id: string): Promise<void>;
  /** After a file was made a data set of, or is nowhere any more. */
  settle(id: string): void;
  /** Shows the choice of a file again. */
  reset(): void;
}

const KEY = "layerloom.uploads";
const storage = typeof localStorage === "undefined" ? null : localStorage;
let sending: AbortController | null = null;
let current: string | null = null;

/** Waits; at most until the browser is online again. */
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}

export const useUploading = create<Uploading>((set, get) => {
  function keep(remembered: Remembered[]): void {
    storage?.setItem(KEY, JSON.stringify(remembered));
    set({ remembered });
  }
  async function send(file: File, mine: AbortController): Promise<void> {
    const tell = (state: UploadState) => {
      if (sending === mine) set({ state });
    };
    const about = { kind: "sending", name: file.name, size: file.size } as const;
    tell({ ...about, sent: 0, isWaiting: false });
    if (file.size === 0) {
      tell({
        kind: "refused",
        name: file.name,
        message: "This file is empty. Save it again, and choose the new file.",
      });
      return;
    }
    try {
      const whole = await sendFile({
        file,
        known: uploadOf(get().remembered, file),
        wire,
        signal: mine.signal,
        wait,
        onBegun: ({ id }) => {
          current = id;
          keep(remember(get().remembered, file, id));
        },
        onProgress: (progress) => tell({ ...about, ...progress }),
      });
      tell({ kind: "arrived", id: whole.id });
    } catch (error) {
      noticeSignedOut(error);
      if (!mine.signal.aborted) tell({ kind: "refused", name: file.name, message: sentenceOf(error) });
    }
  }
  return {
    state: { kind: "none" },
    remembered: parseRemembered(storage?.getItem(KEY) ?? null),
    take: (file) => {
      sending?.abort();
      sending = new AbortController();
      current = null;
      void send(file, sending);
    },
    cancel: () => {
      sending?.abort();
      sending = null;
      set({ state: { kind: "none" } });
      if (current) void get().drop(current);
    },
    drop: async (id) => {
      get().settle(id);
      await dropUpload(id);
    },
    settle: (id) => keep(forget(get().remembered, id)),
    reset: () => set({ state: { kind: "none" } }),
  };
});
