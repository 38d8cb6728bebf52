import uPlot from "uplot";
import { INK, type Scheme } from "./lineStyles";
import { drawMarks, type Mark } from "./marks";
import { numberText } from "./numbers";

/** A line of a plot: how it looks and what it is called. */
export interface Line {
  label: string;
  color: string;
  dash: number[];
  width: number;
  /** Whether each value gets a dot, as it does where there are few. */
  dots: boolean;
}

export type Zoom = readonly [number, number] | null;

export interface PlotWishes {
  width: number;
  height: number;
  lines: readonly Line[];
  scheme: Scheme;
  xTitle: string;
  logarithmic: boolean;
  /** Plots with the same key show their cross-hair at the same place. */
  sync: string;
  zoom: () => Zoom;
  onZoom: (zoom: Zoom) => void;
  onCursor: (plot: uPlot) => void;
  /** Notes along the chart, asked for at every drawing. */
  marks: () => readonly Mark[];
}

const SMALLEST_DRAG_PX = 8;
const WHOLE = Array.from({ length: 9 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();
const PARTS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
/** Epochs, steps and seconds are counted in whole ones, but where a curve is looked at so closely that there is none. */
const incrementsOf = (_plot: uPlot, _axis: number, min: number, max: number): number[] =>
  max - min < 2 ? [...PARTS, ...WHOLE] : WHOLE;

/** uPlot's options for a plot of curves. */
export function plotOptions(wishes: PlotWishes): uPlot.Options {
  const { width, height, lines, scheme, xTitle, logarithmic, sync } = wishes;
  return {
    width,
    height,
    series: [{}, ...lines.map(seriesOptions)],
    scales: {
      x: { time: false, range: (_, min, max) => xRange(wishes.zoom(), min, max) },
      y: logarithmic ? { distr: 3 } : { range: (_, min, max) => yRange(min, max) },
    },
    axes: [
      axis(scheme, { label: xTitle, labelSize: 20, size: 36, incrs: incrementsOf }),
      axis(scheme, { size: 60, values: (_, splits) => splits.map(tick) }),
    ],
    legend: { show: false },
    cursor: {
      sync: { key: sync },
      drag: { x: true, y: false, setScale: false, dist: SMALLEST_DRAG_PX },
      points: { size: 6 },
      bind: { dblclick: () => () => doubleClick(wishes) },
    },
    hooks: {
      draw: [(plot) => drawMarks(plot, wishes.marks(), scheme)],
      setCursor: [wishes.onCursor],
      setSelect: [(plot) => select(plot, wishes)],
    },
  };
}

function seriesOptions(line: Line): uPlot.Series {
  return {
    label: line.label,
    stroke: line.color,
    width: line.width,
    dash: line.dash,
    points: { show: line.dots, size: 5, fill: line.color },
  };
}

function axis(scheme: Scheme, more: uPlot.Axis): uPlot.Axis {
  const { text, grid } = INK[scheme];
  const font = "12px system-ui, sans-serif";
  return {
    stroke: text,
    font,
    labelFont: font,
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1, size: 4 },
    ...more,
  };
}

function tick(value: number | null): string {
  if (value === null) return "";
  return Math.abs(value) >= 1e-4 || value === 0 ? String(Number(value.toPrecision(6))) : numberText(value);
}

function xRange(zoom: Zoom, min: number | null, max: number | null): uPlot.Range.MinMax {
  if (zoom !== null) return [zoom[0], zoom[1]];
  if (min === null || max === null) return [0, 1];
  return [Math.min(0, min), max > min ? max : max + 1];
}

function yRange(min: number | null, max: number | null): uPlot.Range.MinMax {
  if (min === null || max === null) return [0, 1];
  return uPlot.rangeNum(min, max, 0.08, true);
}

function select(plot: uPlot, wishes: PlotWishes): void {
  const { left, width } = plot.select;
  if (width < SMALLEST_DRAG_PX) return;
  wishes.onZoom([plot.posToVal(left, "x"), plot.posToVal(left + width, "x")]);
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

function doubleClick(wishes: PlotWishes): null {
  wishes.onZoom(null);
  return null;
}
