import { linePoints } from "./linePoints";

interface SeriesLineProps {
  values: readonly number[];
  width: number;
  height: number;
  /** What a screen reader says; empty where the words beside it say it already. */
  label: string;
  color?: string;
}

/** Numbers as a small line, the scale from their smallest to their largest. */
export function SeriesLine({ values, width, height, label, color }: SeriesLineProps) {
  const line = (
    <polyline
      points={linePoints(values, width, height)}
      fill="none"
      stroke={color ?? "var(--mantine-primary-color-filled)"}
      strokeWidth={1.5}
      strokeLinejoin="round"
    />
  );
  const box = { width, height, viewBox: `0 0 ${width} ${height}` };
  if (label === "") {
    return (
      <svg {...box} aria-hidden="true">
        {line}
      </svg>
    );
  }
  return (
    <svg {...box} role="img" aria-label={label}>
      {line}
    </svg>
  );
}
