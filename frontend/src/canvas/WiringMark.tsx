import { useStore } from "@xyflow/react";
import { type RefObject, useEffect } from "react";

/** Marks the canvas while a wire is drawn, by drag or by two clicks: ports that need no wire are seen then. */
export function WiringMark({ pane }: { pane: RefObject<HTMLElement | null> }) {
  const isWiring = useStore((state) => state.connection.inProgress || state.connectionClickStartHandle !== null);
  useEffect(() => {
    pane.current?.toggleAttribute("data-wiring", isWiring);
  }, [pane, isWiring]);
  return null;
}
