/** The keyboard stays on a field that is marked, or goes back to one value, although another form stands there then. */
import type { Place } from "@/graph/sweep";

let wanted: string | null = null;

function keyOf({ node, block, path }: Place): string {
  return JSON.stringify([node, block, path]);
}

/** The keyboard is to be on what is shown at this place next. */
export function keepFocus(place: Place): void {
  wanted = keyOf(place);
}

/** Puts the keyboard on the first field or button of what is shown at a place now, where it is wanted there. */
export function takeFocus(place: Place, element: HTMLElement | null): void {
  if (wanted === null || wanted !== keyOf(place)) return;
  wanted = null;
  focusFirst(element);
}

/** Puts the keyboard on the first field of a form, or on its first button where it has none. */
export function focusFirst(element: HTMLElement | null): void {
  if (element?.matches("button")) element.focus();
  else (element?.querySelector<HTMLElement>(FIELD) ?? element?.querySelector<HTMLElement>("button"))?.focus();
}

const FIELD = "input:not([type=radio], [type=hidden])";
