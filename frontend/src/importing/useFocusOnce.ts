import { type RefObject, useEffect, useRef } from "react";

/** Takes the keyboard to what a dialog asks next, when its content changes while it stays open. */
export function useFocusOnce<T extends HTMLElement>(): RefObject<T | null> {
  const target = useRef<T>(null);
  useEffect(() => target.current?.focus(), []);
  return target;
}
