import { type RefObject, useEffect, useRef, useState } from "react";

/** Whether an element shows only the beginning of its text, for which it has too little room. */
export function useIsCut<Of extends HTMLElement>(text: string): [RefObject<Of | null>, boolean] {
  const element = useRef<Of>(null);
  const [isCut, setCut] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text changes no size that could be observed
  useEffect(() => {
    const shown = element.current;
    if (!shown) return;
    const observer = new ResizeObserver(() => setCut(shown.scrollWidth > shown.clientWidth));
    observer.observe(shown);
    return () => observer.disconnect();
  }, [text]);
  return [element, isCut];
}
