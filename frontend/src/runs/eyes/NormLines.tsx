import { useComputedColorScheme } from "@mantine/core";
import { INK, lineStyle } from "../lineStyles";
import { Chart } from "./Chart";
import { Frame } from "./Frame";
import { extentOf } from "./scale";
import type { Story } from "./weights";

const HEIGHT = 240;
const ROW = 18;
const LETTER = 5.8; // pixels
const MOST = 12; // lines that can be told apart

/** Norms over time, one line a variable; every line is named at its end. */
export function NormLines({ stories, width, title }: { stories: readonly Story[]; width: number; title: string }) {
  const scheme = useComputedColorScheme("light");
  const shown = stories.slice(0, MOST);
  const all = shown.flatMap((story) => story.looks);
  const [low, high] = extentOf(all.map(({ spread }) => spread.norm));
  const longest = Math.max(0, ...shown.map(({ layer, name }) => layer.length + name.length + 1));
  const columns = Math.max(1, Math.floor(width / Math.max(190, longest * LETTER + 44)));
  const height = HEIGHT + Math.ceil(shown.length / columns) * ROW + 4;
  return (
    <Frame
      width={width}
      height={height}
      fontSize={11}
      label={`${title} of ${shown.length} variables over time, up to ${high.toPrecision(3)}.`}
    >
      <Chart
        width={width}
        height={HEIGHT}
        x={{ title: "Epoch", range: extentOf(all.map(({ epoch }) => epoch)) }}
        y={{ title: "Norm", range: [Math.min(0, low), high] }}
        label=""
      >
        {(x, y) =>
          shown.map((story, place) => {
            const { color, dash } = lineStyle(place, scheme);
            const points = story.looks.flatMap(({ epoch, spread }) =>
              spread.norm === null ? [] : [`${x(epoch)},${y(spread.norm)}`],
            );
            return (
              <g key={`${story.layer} ${story.name}`}>
                <title>{`${story.layer} ${story.name}`}</title>
                <polyline
                  points={points.join(" ")}
                  fill="none"
                  stroke={color}
                  strokeWidth={1.6}
                  strokeDasharray={dash.join(" ")}
                />
                {story.looks.map(({ epoch, spread }) =>
                  spread.norm === null ? null : (
                    <circle key={epoch} cx={x(epoch)} cy={y(spread.norm)} r={2} fill={color} />
                  ),
                )}
              </g>
            );
          })
        }
      </Chart>
      {shown.map((story, place) => {
        const { color, dash } = lineStyle(place, scheme);
        const [left, top] = [
          14 + (place % columns) * (width / columns),
          HEIGHT + 10 + Math.floor(place / columns) * ROW,
        ];
        return (
          <g key={`${story.layer} ${story.name}`} transform={`translate(${left} ${top})`}>
            <line x2={22} stroke={color} strokeWidth={1.6} strokeDasharray={dash.join(" ")} />
            <text x={28} y={4} fill={INK[scheme].text}>
              {story.layer} {story.name}
            </text>
          </g>
        );
      })}
    </Frame>
  );
}
