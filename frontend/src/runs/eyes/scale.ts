/** From numbers to pixels, in a straight line. */
export interface Scale {
  (value: number): number;
  low: number;
  high: number;
}

export function scaleOf(low: number, high: number, from: number, to: number): Scale {
  const span = high - low || 1;
  return Object.assign((value: number) => from + ((value - low) / span) * (to - from), { low, high });
}

/** Round numbers from `low` to `high`, about `count` of them. */
export function ticksOf(low: number, high: number, count = 5): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  const step = stepOf(span / count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, place) => Number(((first + place) * step).toPrecision(12)));
}

function stepOf(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  const parts = wanted / power;
  return power * (parts <= 1 ? 1 : parts <= 2 ? 2 : parts <= 5 ? 5 : 10);
}

/** The smallest and the largest number, a little apart where they are the same. */
export function extentOf(values: Iterable<number | null>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** A number beside an axis: short. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(1).replace(".0e", "e");
  return String(Number(value.toPrecision(5)));
}
