/** Parallel coordinates: an axis for each field and one for the objective, and where each trial crosses them. */
import { equalJson } from "@/graph/document";
import { extentOf, ticksOf, tickText } from "@/runs/eyes/scale";
import { valueText } from "@/runs/nodeText";
import type { Sweep, SweptField, Trial } from "./types";

export interface Axis {
  key: string;
  title: string;
  /** The values of an axis that has only some; null where it is a range of numbers. */
  points: readonly unknown[] | null;
  low: number;
  high: number;
  isLog: boolean;
  ticks: readonly { share: number; text: string }[];
}

/** Where trials cross the axes, from 0 (below) to 1 (above); null where a trial has no value yet. */
export type Crossing = readonly (number | null)[];

/** A part of an axis, by shares. */
export type Brush = readonly [from: number, to: number];
export type Brushes = Readonly<Record<string, Brush>>;

const OBJECTIVE = "objective";
const FAR = 100;

function shareOf(axis: Pick<Axis, "points" | "low" | "high" | "isLog">, value: unknown): number | null {
  if (axis.points) {
    const place = axis.points.findIndex((point) => equalJson(point, value));
    return place < 0 ? null : axis.points.length < 2 ? 0.5 : place / (axis.points.length - 1);
  }
  if (typeof value !== "number" || !Number.isFinite(value)) return null;
  const { low, high, isLog } = axis;
  if (isLog) return value > 0 ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low)) : null;
  return (value - low) / (high - low);
}

/** Powers of ten between two numbers, the ends with them where these are few. */
function powers(low: number, high: number): number[] {
  const found: number[] = [];
  for (let power = Math.ceil(Math.log10(low) - 1e-9); power <= Math.log10(high) + 1e-9; power += 1)
    found.push(10 ** power);
  return found.length > 1 ? found : [low, high];
}

function numbersAxis(
  key: string,
  title: string,
  [low, high]: readonly [number, number],
  isLog: boolean,
  at?: readonly number[],
): Axis {
  const axis = { key, title, points: null, low, high, isLog };
  const marks = at ?? (isLog ? powers(low, high) : ticksOf(low, high));
  const ticks = marks.map((value) => ({ share: shareOf(axis, value) ?? 0, text: tickText(value) }));
  return { ...axis, ticks };
}

function pointsAxis(key: string, title: string, points: readonly unknown[]): Axis {
  const axis = { key, title, points, low: 0, high: 1, isLog: false };
  return { ...axis, ticks: points.map((point) => ({ share: shareOf(axis, point) ?? 0, text: valueText(point) })) };
}

function fieldAxis(field: SweptField): Axis {
  const { name, values, low, high, log } = field;
  if (values === null) return numbersAxis(name, name, extentOf([low, high]), log && (low ?? 0) > 0);
  const numbers = values.filter((value): value is number => typeof value === "number");
  if (numbers.length < values.length || numbers.length < 2) return pointsAxis(name, name, values);
  const [least, most] = extentOf(numbers);
  return numbersAxis(
    name,
    name,
    [least, most],
    least > 0 && most / least >= FAR,
    numbers.length <= 8 ? numbers : undefined,
  );
}

/** The axes of a sweep: its fields in their order, then the objective. */
export function axesOf(sweep: Sweep): Axis[] {
  const measured = sweep.trials.map(({ objective }) => objective).filter((value) => value !== null);
  const objective = numbersAxis(OBJECTIVE, sweep.objective, extentOf(measured), false);
  return [...sweep.fields.map(fieldAxis), measured.length > 0 ? objective : { ...objective, ticks: [] }];
}

export function crossingOf(trial: Trial, axes: readonly Axis[]): Crossing {
  return axes.map((axis) => shareOf(axis, axis.key === OBJECTIVE ? trial.objective : trial.values[axis.key]));
}

/** The value at a share of an axis, in a word. */
export function textAt(axis: Axis, share: number): string {
  if (axis.points) return valueText(axis.points[Math.round(share * (axis.points.length - 1))]);
  const { low, high, isLog } = axis;
  const value = isLog ? low * (high / low) ** share : low + share * (high - low);
  return tickText(Number(value.toPrecision(3)));
}

/** How far one press of an arrow key moves the end of a brush. */
export function stepOf(axis: Axis): number {
  return axis.points && axis.points.length > 1 ? 1 / (axis.points.length - 1) : 0.02;
}

const EDGE = 0.005;

/** Whether a trial goes through every brush; one without a value goes through none. */
export function passes(crossing: Crossing, axes: readonly Axis[], brushes: Brushes): boolean {
  return axes.every((axis, place) => {
    const brush = brushes[axis.key];
    const share = crossing[place];
    return !brush || (share != null && share >= brush[0] - EDGE && share <= brush[1] + EDGE);
  });
}

/** The brushes with another part of an axis; the whole of it is no brush. */
export function brushed(brushes: Brushes, key: string, [a, b]: Brush): Brushes {
  const { [key]: _, ...rest } = brushes;
  const [from, to] = [Math.max(0, Math.min(a, b)), Math.min(1, Math.max(a, b))];
  return from <= EDGE && to >= 1 - EDGE ? rest : { ...rest, [key]: [from, to] };
}
