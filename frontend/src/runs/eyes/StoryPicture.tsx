import { useComputedColorScheme } from "@mantine/core";
import { INK } from "../lineStyles";
import { numberText, percentText } from "../numbers";
import { css, shareColor } from "./colors";
import { Frame } from "./Frame";
import { scaleOf, ticksOf, tickText } from "./scale";
import { gridOf, type Story } from "./weights";

const ROWS = 32;
const HEIGHT = 150;
const LEFT = 52;
const BOTTOM = 32;
const EDGE = 6;

/** A variable's numbers over time: epochs across, values upwards; the darker, the more of the numbers lie there. */
export function StoryPicture({ story, width, title }: { story: Story; width: number; title: string }) {
  const scheme = useComputedColorScheme("light");
  const { text, grid: line } = INK[scheme];
  const grid = gridOf(story, ROWS);
  const most = Math.max(...grid.columns.flatMap(({ shares }) => shares), 1e-9);
  const bottom = HEIGHT - BOTTOM;
  const y = scaleOf(grid.low, grid.high, bottom, EDGE);
  const step = (width - LEFT - EDGE) / grid.columns.length;
  const tall = (bottom - EDGE) / ROWS;
  const [first, last] = [grid.columns[0], grid.columns.at(-1)];
  const newest = story.looks.at(-1)?.spread;
  return (
    <Frame
      width={width}
      height={HEIGHT}
      label={`${title} of ${story.layer} over time. Now from ${numberText(newest?.low)} to ${numberText(newest?.high)}, mean ${numberText(newest?.mean)}, standard deviation ${numberText(newest?.deviation)}.`}
    >
      {grid.columns.map(({ epoch, shares }, column) => (
        <g key={epoch} transform={`translate(${LEFT + column * step} 0)`}>
          {shares.map((share, row) =>
            share < 1e-6 ? null : (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: bins have nothing but their place
                key={row}
                y={bottom - (row + 1) * tall}
                width={step + 0.4}
                height={tall + 0.4}
                fill={css(shareColor(0.12 + 0.88 * Math.sqrt(share / most), scheme))}
              >
                <title>{`Epoch ${epoch}, ${tickText(Number((grid.low + ((row + 0.5) * (grid.high - grid.low)) / ROWS).toPrecision(3)))}: ${percentText(share)}`}</title>
              </rect>
            ),
          )}
        </g>
      ))}
      <line x1={LEFT} x2={width - EDGE} y1={bottom} y2={bottom} stroke={line} />
      {ticksOf(grid.low, grid.high, 5).map((tick) => (
        <text key={tick} x={LEFT - 5} y={y(tick) + 3} textAnchor="end" fill={text}>
          {tickText(tick)}
        </text>
      ))}
      <text x={LEFT} y={bottom + 13} fill={text}>
        {first?.epoch}
      </text>
      <text x={width - EDGE} y={bottom + 13} textAnchor="end" fill={text}>
        {last && last !== first ? last.epoch : ""}
      </text>
      <text x={(LEFT + width) / 2} y={bottom + 26} textAnchor="middle" fill={text}>
        Epoch
      </text>
      <text transform={`translate(10 ${(EDGE + bottom) / 2}) rotate(-90)`} textAnchor="middle" fill={text}>
        Value
      </text>
    </Frame>
  );
}
