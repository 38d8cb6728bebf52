import type { History } from "./history";
import { INK, type Scheme } from "./lineStyles";
import type { Axis } from "./series";

/** A note at a place along a chart. */
export interface Mark {
  x: number;
  label: string;
}

const RESUMED = { lost: "resumed", paused: "resumed", continued: "more epochs" };
const LINES = 3;
const LINE_PX = 13;

interface Drawing {
  ctx: CanvasRenderingContext2D;
  bbox: { left: number; top: number; width: number; height: number };
  valToPos: (value: number, scale: string, canvas: boolean) => number;
}

/** What happened to a run while it trained: its learning rate was changed, it was taken up again. */
export function marksOf(history: History, axis: Axis): Mark[] {
  return history.notes.map((note) => ({
    x: axis === "epoch" ? note.epoch : axis === "step" ? note.step : note.at,
    label: note.kind === "rate" ? `rate ${Number(note.rate.toPrecision(6))}` : RESUMED[note.why],
  }));
}

/** Draws notes as thin upright lines with a word at their top. */
export function drawMarks(plot: Drawing, marks: readonly Mark[], scheme: Scheme): void {
  const { ctx, bbox } = plot;
  const scale = globalThis.devicePixelRatio || 1;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = INK[scheme].text;
  ctx.globalAlpha = 0.65;
  ctx.lineWidth = scale;
  ctx.font = `${11 * scale}px system-ui, sans-serif`;
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  for (const [place, { x, label }] of marks.entries()) {
    const left = Math.round(plot.valToPos(x, "x", true));
    if (left < bbox.left || left > bbox.left + bbox.width) continue;
    ctx.setLineDash([3 * scale, 3 * scale]);
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    const room = bbox.left + bbox.width - left;
    const width = ctx.measureText(label).width + 6 * scale;
    ctx.fillText(
      label,
      room > width ? left + 4 * scale : left - width,
      bbox.top + (2 + (place % LINES) * LINE_PX) * scale,
    );
  }
  ctx.restore();
}
