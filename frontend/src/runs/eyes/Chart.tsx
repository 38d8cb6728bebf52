import { useComputedColorScheme } from "@mantine/core";
import type { ReactNode } from "react";
import { INK } from "../lineStyles";
import { Frame } from "./Frame";
import { type Scale, scaleOf, ticksOf, tickText } from "./scale";

interface ChartProps {
  width: number;
  height: number;
  /** `isWhole`: only whole numbers stand beside the axis. */
  x: { title: string; range: readonly [number, number]; isWhole?: boolean };
  y: { title: string; range: readonly [number, number] };
  /** What a screen reader says of it; empty where it is part of a larger picture. */
  label: string;
  children: (x: Scale, y: Scale) => ReactNode;
}

const LEFT = 56;
const BOTTOM = 40;
const EDGE = 10;

/** Axes with titles and a grid, and whatever is drawn between them. Every colour stands in the elements: it is saved as it is. */
export function Chart({ width, height, x, y, label, children }: ChartProps) {
  const { text, grid } = INK[useComputedColorScheme("light")];
  const [left, right, top, bottom] = [LEFT, width - EDGE, EDGE, height - BOTTOM];
  const across = scaleOf(...x.range, left, right);
  const ticks = ticksOf(...x.range, Math.max(2, Math.floor(width / 90)));
  const places = x.isWhole ? ticks.filter(Number.isInteger) : ticks;
  const up = scaleOf(...y.range, bottom, top);
  return (
    <Frame width={width} height={height} fontSize={11} label={label}>
      {places.map((tick) => (
        <g key={tick}>
          <line x1={across(tick)} x2={across(tick)} y1={top} y2={bottom} stroke={grid} />
          <text x={across(tick)} y={bottom + 14} textAnchor="middle" fill={text}>
            {tickText(tick)}
          </text>
        </g>
      ))}
      {ticksOf(...y.range).map((tick) => (
        <g key={tick}>
          <line x1={left} x2={right} y1={up(tick)} y2={up(tick)} stroke={grid} />
          <text x={left - 6} y={up(tick) + 4} textAnchor="end" fill={text}>
            {tickText(tick)}
          </text>
        </g>
      ))}
      {children(across, up)}
      <text x={(left + right) / 2} y={height - 6} textAnchor="middle" fill={text}>
        {x.title}
      </text>
      <text transform={`translate(12 ${(top + bottom) / 2}) rotate(-90)`} textAnchor="middle" fill={text}>
        {y.title}
      </text>
    </Frame>
  );
}
