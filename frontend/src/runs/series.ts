import type { Columns, Value } from "./columns";
import type { Numbers } from "./eyes/numbers";
import type { History } from "./history";

export type Axis = "epoch" | "step" | "time";
export type SeriesKind = "points" | "epochs" | "validation";

/** A line to draw: ascending x, and y with null where a number was not finite. */
export interface Series {
  x: number[];
  y: Value[];
}

/** A line of a run: training points, training epochs or validation epochs of one metric. */
export function seriesOf(history: History, metric: string, kind: SeriesKind, axis: Axis): Series {
  const columns = kind === "points" ? history.points : history.epochs;
  const y = columns.values.get(kind === "validation" ? `val_${metric}` : metric) ?? [];
  return { x: xOf(columns, axis), y };
}

function xOf(columns: Columns, axis: Axis): number[] {
  if (axis === "time") {
    return columns.at;
  }
  return axis === "step" ? columns.step : columns.epoch;
}

/** Exponential moving average with bias correction; `weight` from 0 (none) to below 1. Gaps stay gaps. */
export function smooth(values: readonly Value[], weight: number): Value[] {
  if (weight <= 0) {
    return [...values];
  }
  let average = 0;
  let seen = 0;
  return values.map((value) => {
    if (value === null || value === undefined) {
      return value;
    }
    seen += 1;
    average = average * weight + value * (1 - weight);
    return average / (1 - weight ** seen);
  });
}

/**
 * Several lines on one x column, as uPlot takes them. Where a line has nothing at an x of another it holds undefined
 * (the line goes on); null stays null (the line breaks).
 */
export function align(lines: readonly Series[]): [number[], ...Value[][]] {
  const x = [...new Set(lines.flatMap((line) => line.x))].sort((a, b) => a - b);
  return [x, ...lines.map((line) => spread(line, x))];
}

/** Lines as a table: a row a place on the x axis, a column a line; "nan" for what was not finite, nothing where nothing was reported. */
export function seriesNumbers(xTitle: string, names: readonly string[], lines: readonly Series[]): Numbers {
  const [x, ...columns] = align(lines);
  const cell = (value: Value) => (value === undefined ? null : (value ?? "nan"));
  return { head: [xTitle, ...names], rows: x.map((at, row) => [at, ...columns.map((column) => cell(column[row]))]) };
}

function spread(line: Series, x: readonly number[]): Value[] {
  if (line.x.length === x.length && line.y.length === x.length) {
    return [...line.y];
  }
  let next = 0;
  return x.map((at) => {
    let found: Value;
    while (next < line.x.length && line.x[next] === at) {
      found = line.y[next] === undefined ? found : line.y[next];
      next += 1;
    }
    return found;
  });
}

/** For a logarithmic axis: what is not above zero cannot be drawn and becomes a gap. */
export function positive(values: readonly Value[]): Value[] {
  return values.map((value) => (typeof value === "number" && value <= 0 ? null : value));
}

/** The last finite number of a line. */
export function lastOf(values: readonly Value[]): number | null {
  for (let place = values.length - 1; place >= 0; place -= 1) {
    const value = values[place];
    if (typeof value === "number") {
      return value;
    }
  }
  return null;
}

export const AXIS_TITLES: Record<Axis, string> = { epoch: "Epoch", step: "Step (batches)", time: "Seconds" };

/** A place on an axis as it is read out. */
export function axisText(x: number, axis: Axis): string {
  if (axis === "time") return `${x.toFixed(1)} s`;
  return axis === "step" ? `Step ${x.toLocaleString("en")}` : `Epoch ${Number(x.toFixed(2))}`;
}
