import { useState } from "react";

/** What became of a text: the value's own spelling where it was taken over, or what is wrong with it. */
export type Taken = { readonly error: null; readonly written: string } | { readonly error: string };

/**
 * A text that is being written: shown as it was typed, even while it means nothing, and read each time it changes. It gives way as soon as
 * the value changes from elsewhere, as by an undo.
 */
export function useDraftText(value: string, take: (text: string) => Taken) {
  const [draft, setDraft] = useState<{ text: string; error: string | null; base: string } | null>(null);
  const isOpen = draft !== null && draft.base === value;
  return {
    text: isOpen ? draft.text : value,
    error: isOpen ? draft.error : null,
    change: (text: string) => {
      const taken = take(text);
      setDraft({ text, error: taken.error, base: taken.error === null ? taken.written : value });
    },
    leave: () => {
      if (draft?.error === null) setDraft(null);
    },
  };
}
