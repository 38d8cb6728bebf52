interface MarkProps {
  x: number;
  y: number;
  /** Which shape: colour never stands alone. */
  kind: number;
  fill: string;
  edge: string;
}

const SHAPES = [
  "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
  "M-3.6-3.6h7.2v7.2h-7.2z",
  "M0-4.8L4.6 3.6H-4.6z",
  "M0-5L5 0L0 5L-5 0z",
  "M0 4.8L4.6-3.6H-4.6z",
  "M-1.4-4.6h2.8v3.2h3.2v2.8h-3.2v3.2h-2.8v-3.2h-3.2v-2.8h3.2z",
];

/** A sample as a small shape. */
export function Mark({ x, y, kind, fill, edge }: MarkProps) {
  return (
    <path
      d={SHAPES[kind % SHAPES.length]}
      transform={`translate(${x} ${y})`}
      fill={fill}
      stroke={edge}
      strokeWidth={1}
    />
  );
}
