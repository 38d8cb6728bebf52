import { useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";
import { INK, lineStyle } from "../lineStyles";
import { planeUrl } from "./boundary";
import { Chart } from "./Chart";
import { Frame } from "./Frame";
import { HeatLegend } from "./HeatLegend";
import { Mark } from "./Mark";
import type { Plane } from "./types";

const LEGEND_ROW = 20;

/** The plane of two numbers, what the network says over it, and samples with what is true. */
export function BoundaryPicture({ bounded, width }: { bounded: Plane; width: number }) {
  const scheme = useComputedColorScheme("light");
  const { text, back } = INK[scheme];
  const url = useMemo(() => planeUrl(bounded, scheme), [bounded, scheme]);
  const [first, second] = bounded.features;
  if (!first || !second) return null;
  const side = Math.min(width, 560);
  const rows = bounded.classes.length > 0 ? Math.ceil(bounded.classes.length / 3) : 1;
  const whole = side + rows * LEGEND_ROW + 6;
  return (
    <Frame
      width={width}
      height={whole}
      fontSize={11}
      label={`What the network says of ${bounded.title.toLowerCase()} by ${first.name} and ${second.name}, with ${bounded.points.length} samples.`}
    >
      <Chart
        width={width}
        height={side}
        x={{ title: first.name, range: [first.low, first.high] }}
        y={{ title: second.name, range: [second.low, second.high] }}
        label=""
      >
        {(x, y) => (
          <>
            <image
              href={url}
              x={x(first.low)}
              y={y(second.high)}
              width={x(first.high) - x(first.low)}
              height={y(second.low) - y(second.high)}
              preserveAspectRatio="none"
              opacity={0.75}
            />
            {bounded.points.map(([across = 0, up = 0, truth = 0], place) => (
              <Mark
                // biome-ignore lint/suspicious/noArrayIndexKey: samples may lie at the same place
                key={place}
                x={x(across)}
                y={y(up)}
                kind={bounded.classes.length > 0 ? truth : 0}
                fill={bounded.classes.length > 0 ? lineStyle(truth, scheme).color : text}
                edge={back}
              />
            ))}
          </>
        )}
      </Chart>
      {bounded.range ? (
        <HeatLegend
          x={56}
          y={side + 4}
          low={bounded.range[0] ?? 0}
          high={bounded.range[1] ?? 1}
          title={bounded.title}
        />
      ) : (
        bounded.classes.map((name, place) => (
          <g
            key={name}
            transform={`translate(${60 + (place % 3) * ((width - 70) / 3)} ${side + 12 + Math.floor(place / 3) * LEGEND_ROW})`}
          >
            <Mark x={0} y={0} kind={place} fill={lineStyle(place, scheme).color} edge={back} />
            <text x={10} y={4} fill={text}>
              {name}
            </text>
          </g>
        ))
      )}
    </Frame>
  );
}
