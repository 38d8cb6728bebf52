import type { KeyboardEvent, PointerEvent } from "react";
import classes from "./Dock.module.css";

const LOWEST = 110;
const STEP = 24;

function clamp(height: number): number {
  return Math.round(Math.min(Math.max(height, LOWEST), window.innerHeight * 0.62));
}

/** The dock's upper edge: drag it, or use the arrow keys. */
export function Resizer({ height, onHeight }: { height: number; onHeight: (height: number) => void }) {
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const edge = event.currentTarget;
    const start = event.clientY + height;
    edge.setPointerCapture(event.pointerId);
    const onMove = (move: globalThis.PointerEvent) => onHeight(clamp(start - move.clientY));
    edge.addEventListener("pointermove", onMove);
    edge.addEventListener("pointerup", () => edge.removeEventListener("pointermove", onMove), { once: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    onHeight(clamp(height + step));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved
    <div
      className={classes.resizer}
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label="Height of the dock"
      aria-valuenow={height}
      aria-valuemin={LOWEST}
      aria-valuemax={900}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}
