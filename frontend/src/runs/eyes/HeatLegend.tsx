import { useComputedColorScheme } from "@mantine/core";
import { INK } from "../lineStyles";
import { css, heatColor } from "./colors";
import { tickText } from "./scale";

export const LEGEND = 24;
const STEPS = 24;
const WIDTH = 144;

interface HeatLegendProps {
  x?: number;
  y: number;
  low: number;
  high: number;
  /** What the colours stand for. */
  title?: string;
  /** The colour at a share of the way. */
  color?: (share: number) => string;
}

const heat = (share: number) => css(heatColor(share));

/** Which number each colour stands for. */
export function HeatLegend({ x = 0, y, low, high, title = "", color = heat }: HeatLegendProps) {
  const { text } = INK[useComputedColorScheme("light")];
  const from = `${title ? `${title}: ` : ""}${tickText(Number(low.toPrecision(3)))}`;
  const left = from.length * 6 + 8;
  return (
    <g transform={`translate(${x} ${y})`} fontSize={10} fill={text}>
      <text y={10}>{from}</text>
      {Array.from({ length: STEPS }, (_, step) => (
        <rect
          key={color(step / (STEPS - 1))}
          x={left + (step * WIDTH) / STEPS}
          width={WIDTH / STEPS + 0.5}
          height={12}
          fill={color(step / (STEPS - 1))}
        />
      ))}
      <text x={left + WIDTH + 6} y={10}>
        {tickText(Number(high.toPrecision(3)))}
      </text>
    </g>
  );
}
