import { type RefObject, useEffect } from "react";

/** Tells by how many pixels an element became wider, or narrower, each time that it did. */
export function useWidth(element: RefObject<HTMLElement | null>, tell: (grown: number) => void): void {
  useEffect(() => {
    let width: number | null = null;
    const observer = new ResizeObserver(([entry]) => {
      const now = entry?.contentRect.width ?? 0;
      if (width !== null && now !== width) tell(now - width);
      width = now;
    });
    if (element.current) observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, tell]);
}
