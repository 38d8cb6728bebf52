import { flushSync } from "react-dom";
import { useDialogs } from "./dialogs";

/** Puts the keyboard into the palette's search, at once: what is typed next is meant for it. */
export function focusSearch(): void {
  flushSync(() => useDialogs.getState().showPalette());
  document.querySelector<HTMLInputElement>("[data-palette-search]")?.focus();
}
