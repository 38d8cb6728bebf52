import { useComputedColorScheme } from "@mantine/core";
import { type PointerEvent, useRef } from "react";
import { HeatLegend } from "@/runs/eyes/HeatLegend";
import { INK } from "@/runs/lineStyles";
import { numberText } from "@/runs/numbers";
import type { Axis, Brush, Brushes, Crossing } from "./axes";
import { lineColor } from "./lineColor";
import classes from "./sweeps.module.css";
import { valuesText } from "./trials";
import type { Sweep, Trial } from "./types";

export interface Line {
  trial: Trial;
  crossing: Crossing;
}

export interface ParallelProps {
  sweep: Sweep;
  axes: readonly Axis[];
  lines: readonly Line[];
  /** The numbers of the trials that go through every brush. */
  shown: ReadonlySet<number>;
  brushes: Brushes;
  /** The trial that is pointed at, here or in the table. */
  pointed: number | null;
  onBrush: (key: string, part: readonly [number, number]) => void;
  onPoint: (trial: number | null) => void;
}

const HEIGHT = 300;
const TOP = 34;
const BOTTOM = HEIGHT - 40;
const SIDE = 58;
const GRIP = 26; // pixels on both sides of an axis where it can be brushed
const LETTER = 6.3; // pixels, about

const yOf = (share: number) => BOTTOM - share * (BOTTOM - TOP);

function pathOf(crossing: Crossing, xs: readonly number[]): string {
  const points = crossing.flatMap((share, place) => (share === null ? [] : [`${xs[place]},${yOf(share)}`]));
  return points.length ? `M${points.join("L")}` : "";
}

function short(text: string, room: number): string {
  const most = Math.max(4, Math.floor(room / LETTER));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

interface AxisProps {
  axis: Axis;
  x: number;
  room: number;
  brush: Brush | undefined;
  onBrush: (part: Brush) => void;
}

/** An axis with its ticks, and what is brushed of it; a press without a drag frees it. */
function AxisMark({ axis, x, room, brush, onBrush }: AxisProps) {
  const ink = INK[useComputedColorScheme("light")];
  const start = useRef<number | null>(null);
  const shareAt = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, 1 - (event.clientY - box.y - 8) / (box.height - 16)));
  };
  const begin = (event: PointerEvent<SVGRectElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = shareAt(event);
  };
  const drag = (event: PointerEvent<SVGRectElement>) => {
    if (start.current === null) return;
    const now = shareAt(event);
    if (Math.abs(now - start.current) > 0.02) onBrush([start.current, now]);
  };
  const end = (event: PointerEvent<SVGRectElement>) => {
    if (start.current !== null && Math.abs(shareAt(event) - start.current) <= 0.02) onBrush([0, 1]);
    start.current = null;
  };
  return (
    <g>
      <text x={x} y={18} textAnchor="middle" fill={ink.text} fontWeight={600}>
        <title>{axis.title}</title>
        {short(axis.title, room)}
      </text>
      <line x1={x} x2={x} y1={TOP} y2={BOTTOM} stroke={ink.text} />
      {axis.ticks.map(({ share, text }) => (
        <g key={text}>
          <line x1={x - 4} x2={x} y1={yOf(share)} y2={yOf(share)} stroke={ink.text} />
          <text
            x={x - 7}
            y={yOf(share) + 4}
            textAnchor="end"
            fill={ink.text}
            stroke={ink.back}
            strokeWidth={3}
            paintOrder="stroke"
          >
            {short(text, room / 2)}
          </text>
        </g>
      ))}
      {brush && (
        <rect
          x={x - 7}
          width={14}
          y={yOf(brush[1]) - 2}
          height={Math.max(4, yOf(brush[0]) - yOf(brush[1]) + 4)}
          fill={ink.text}
          fillOpacity={0.25}
          stroke={ink.text}
        />
      )}
      <rect
        className={classes.grip}
        data-axis={axis.key}
        x={x - GRIP}
        width={GRIP * 2}
        y={TOP - 8}
        height={BOTTOM - TOP + 16}
        fill="transparent"
        onPointerDown={begin}
        onPointerMove={drag}
        onPointerUp={end}
        onPointerCancel={end}
      />
    </g>
  );
}

/** The lines of the trials through the axes; what is brushed away is faint, the trial pointed at stands out, the best is thick. */
export function ParallelPlot({
  sweep,
  axes,
  lines,
  shown,
  brushes,
  pointed,
  width,
  onBrush,
  onPoint,
}: ParallelProps & { width: number }) {
  const scheme = useComputedColorScheme("light");
  const ink = INK[scheme];
  const step = axes.length > 1 ? (width - SIDE - 30) / (axes.length - 1) : 0;
  const xs = axes.map((_, place) => SIDE + place * step);
  const last = axes.at(-1);
  const rank = (number: number) =>
    Number(shown.has(number)) + (number === sweep.best ? 1 : 0) + (number === pointed ? 3 : 0);
  const drawn = lines.toSorted((a, b) => rank(a.trial.number) - rank(b.trial.number));
  const best = lines.find(({ trial }) => trial.number === sweep.best)?.trial;
  const label = `${lines.length} trials${best ? `; the best, trial ${best.number}, with ${valuesText(best.values)}: ${sweep.objective} ${numberText(best.objective)}` : ""}.`;
  return (
    <svg
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={label}
      fontFamily="system-ui, sans-serif"
      fontSize={11}
      style={{ display: "block", touchAction: "pan-x" }}
    >
      {drawn.map(({ trial, crossing }) => {
        const share = crossing.at(-1) ?? null;
        const isLit = shown.has(trial.number);
        const stands = trial.number === pointed || trial.number === sweep.best;
        return (
          <path
            key={trial.number}
            data-trial={trial.number}
            data-shown={isLit || undefined}
            d={pathOf(crossing, xs)}
            fill="none"
            stroke={isLit && share !== null ? lineColor(share, scheme) : isLit ? ink.text : ink.grid}
            strokeWidth={trial.number === pointed ? 4 : stands ? 3 : 1.6}
            strokeDasharray={share === null ? "4 4" : undefined}
            strokeLinejoin="round"
          />
        );
      })}
      {lines.map(({ trial, crossing }) => (
        <path
          key={trial.number}
          className={classes.hit}
          d={pathOf(crossing, xs)}
          fill="none"
          stroke="transparent"
          strokeWidth={9}
          onPointerEnter={() => onPoint(trial.number)}
          onPointerLeave={() => onPoint(null)}
        >
          <title>{`Trial ${trial.number}: ${valuesText(trial.values)}. ${sweep.objective} ${trial.objective === null ? "not yet" : numberText(trial.objective)}`}</title>
        </path>
      ))}
      {axes.map((axis, place) => (
        <AxisMark
          key={axis.key}
          axis={axis}
          x={xs[place] ?? 0}
          room={step || width}
          brush={brushes[axis.key]}
          onBrush={(part) => onBrush(axis.key, part)}
        />
      ))}
      {last && best && (
        <HeatLegend
          x={SIDE}
          y={HEIGHT - 18}
          low={last.low}
          high={last.high}
          title={sweep.objective}
          color={(share) => lineColor(share, scheme)}
        />
      )}
    </svg>
  );
}
