const EDGE = 2;

/** The places of a line in a box of this size, from the smallest to the largest number, for an SVG polyline. */
export function linePoints(values: readonly number[], width: number, height: number): string {
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const step = values.length > 1 ? (width - 2 * EDGE) / (values.length - 1) : 0;
  return values
    .map((value, place) => {
      const x = EDGE + place * step;
      const y = height - EDGE - ((value - low) / span) * (height - 2 * EDGE);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}
