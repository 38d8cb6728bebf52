/** Undo and redo without a limit: whole documents, which share whatever did not change between them. */
import type { Document } from "./types";

export type Step = { readonly document: Document; readonly label: string };
export type History = {
  readonly document: Document;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
  readonly last: { readonly key: string; readonly at: number } | null;
};

/** How long a pause ends a run of typing, in milliseconds. */
const PAUSE = 1_000;

export function startHistory(document: Document): History {
  return { document, past: [], future: [], last: null };
}

/** Records a change. Changes with the same `key` in quick succession are one step. */
export function record(history: History, document: Document, label: string, key: string | null, now: number): History {
  if (document === history.document) return history;
  const last = key === null ? null : { key, at: now };
  const continues =
    key !== null && history.last?.key === key && now - history.last.at < PAUSE && history.past.length > 0;
  if (continues) return { ...history, document, future: [], last };
  return { document, past: [...history.past, { document: history.document, label }], future: [], last };
}

export function undo(history: History): History {
  const step = history.past.at(-1);
  if (!step) return history;
  const future = [{ document: history.document, label: step.label }, ...history.future];
  return { document: step.document, past: history.past.slice(0, -1), future, last: null };
}

export function redo(history: History): History {
  const [step, ...future] = history.future;
  if (!step) return history;
  const past = [...history.past, { document: history.document, label: step.label }];
  return { document: step.document, past, future, last: null };
}
