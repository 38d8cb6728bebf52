import { useComputedColorScheme } from "@mantine/core";
import { lineStyle } from "../lineStyles";
import { numberText } from "../numbers";
import { Chart } from "./Chart";
import { extentOf } from "./scale";
import type { JudgedValues } from "./types";

const HEIGHT = 300;

interface PlotProps {
  judged: JudgedValues;
  width: number;
}

/** Each sample a dot: the nearer to the line, the better. */
export function PredictedAgainstTrue({ judged, width }: PlotProps) {
  const { color } = lineStyle(0, useComputedColorScheme("light"));
  const other = lineStyle(1, useComputedColorScheme("light"));
  const range = extentOf([...judged.true, ...judged.predicted]);
  const unit = judged.unit ? ` (${judged.unit})` : "";
  return (
    <Chart
      width={width}
      height={HEIGHT}
      x={{ title: `True ${judged.title.toLowerCase()}${unit}`, range }}
      y={{ title: `Predicted${unit}`, range }}
      label={`Predicted against true ${judged.title.toLowerCase()}. ${errorText(judged)}`}
    >
      {(x, y) => (
        <>
          <line
            x1={x(range[0])}
            y1={y(range[0])}
            x2={x(range[1])}
            y2={y(range[1])}
            stroke={other.color}
            strokeDasharray="6 4"
          />
          {judged.true.map((value, place) => {
            const said = judged.predicted[place];
            if (value === null || said === null || said === undefined) return null;
            // biome-ignore lint/suspicious/noArrayIndexKey: dots have nothing but their place
            return <circle key={place} cx={x(value)} cy={y(said)} r={2.6} fill={color} fillOpacity={0.6} />;
          })}
        </>
      )}
    </Chart>
  );
}

/** How the errors are spread. */
export function Residuals({ judged, width }: PlotProps) {
  const { color } = lineStyle(0, useComputedColorScheme("light"));
  const edges = judged.edges.map((edge) => edge ?? 0);
  const unit = judged.unit ? ` (${judged.unit})` : "";
  return (
    <Chart
      width={width}
      height={HEIGHT}
      x={{ title: `Predicted − true${unit}`, range: extentOf(edges) }}
      y={{ title: "Samples", range: [0, Math.max(1, ...judged.counts)] }}
      label={`How the errors are spread. ${errorText(judged)}`}
    >
      {(x, y) =>
        judged.counts.map((count, place) => {
          const [low, high] = [edges[place] ?? 0, edges[place + 1] ?? 0];
          return (
            <rect
              key={low}
              x={x(low)}
              y={y(count)}
              width={Math.max(0, x(high) - x(low) - 1)}
              height={y(0) - y(count)}
              fill={color}
            >
              <title>{`${numberText(low)} to ${numberText(high)}: ${count}`}</title>
            </rect>
          );
        })
      }
    </Chart>
  );
}

export function errorText(judged: JudgedValues): string {
  const unit = judged.unit ? ` ${judged.unit}` : "";
  const lost = judged.not_finite > 0 ? ` ${judged.not_finite} answers are not finite.` : "";
  return `Mean absolute error ${numberText(judged.mean_absolute_error)}${unit}, root mean square ${numberText(judged.root_mean_square)}${unit}.${lost}`;
}
