/** Where the eye goes when the canvas becomes wider or narrower, as beside a panel that opens. */
import type { Viewport } from "@xyflow/react";

/** Whether two looks are the same, to what can be seen. */
export function isSameView(one: Viewport, other: Viewport): boolean {
  return (
    Math.abs(one.x - other.x) < 0.5 && Math.abs(one.y - other.y) < 0.5 && Math.abs(one.zoom / other.zoom - 1) < 0.001
  );
}

/** The look that has in its middle what was there before the canvas grew by so many pixels. */
export function withSameMiddle(view: Viewport, grown: number): Viewport {
  return { ...view, x: view.x + grown / 2 };
}
