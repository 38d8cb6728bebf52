import { useCallback, useEffect, useRef } from "react";
import { type Page, placeOf } from "./targets";
import type { Target } from "./types";

const MARK = "data-guided";

function mark(element: Element | null): void {
  for (const marked of document.querySelectorAll(`[${MARK}]`)) if (marked !== element) marked.removeAttribute(MARK);
  if (element && !element.hasAttribute(MARK)) element.setAttribute(MARK, "");
}

/** Marks a target wherever it is drawn, as long as it is pointed at; gives what opens and scrolls to it. */
export function useHighlight(target: Target | null, page: Page): () => void {
  const wanted = useRef(false);
  useEffect(() => {
    const place = target && placeOf(target);
    if (!place || place.page !== page) return;
    let frame = 0;
    const look = () => {
      frame = 0;
      const selector = place.selector();
      const element = selector === null ? null : document.querySelector(selector);
      mark(element);
      if (element && wanted.current) {
        wanted.current = false;
        element.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
    };
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    const watcher = new MutationObserver(soon);
    watcher.observe(document.body, { childList: true, subtree: true });
    soon();
    return () => {
      watcher.disconnect();
      cancelAnimationFrame(frame);
      mark(null);
      place.close?.();
    };
  }, [target, page]);
  return useCallback(() => {
    const place = target && placeOf(target);
    if (!place || place.page !== page) return;
    wanted.current = true;
    place.open();
    // A change of the page tells the observer; where nothing had to be opened, there is none.
    const selector = place.selector();
    if (selector !== null) document.querySelector(selector)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [target, page]);
}
