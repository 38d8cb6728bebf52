import { Skeleton, Stack, Text, useComputedColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { sentenceOf } from "@/api/client";
import { INK, lineStyle } from "../lineStyles";
import { boundaryNumbers, planeUrl } from "./boundary";
import { Chart } from "./Chart";
import { HeatLegend } from "./HeatLegend";
import { fileOf } from "./JudgedView";
import type { Moment } from "./looks";
import { Mark } from "./Mark";
import { PictureCard } from "./PictureCard";
import { boundaryQuery } from "./queries";
import type { Bounded } from "./types";

interface BoundaryViewProps {
  run: string;
  runName: string;
  moment: Moment;
}

/** What a network of two numbers says wherever they may lie. */
export function BoundaryView({ run, runName, moment }: BoundaryViewProps) {
  const { data, error } = useQuery(boundaryQuery(run, moment));
  if (error) return <Text>{sentenceOf(error)}</Text>;
  if (!data) return <Skeleton height={480} />;
  return (
    <Stack maw={760}>
      <PictureCard
        title={data.chosen === null ? `${data.title} over both numbers` : "Decision boundary"}
        hint={
          data.chosen === null
            ? "The ground is what the network says, the dots are samples."
            : "The ground is the likeliest class, the stronger the surer; the marks are samples with their true class."
        }
        file={`${fileOf(runName, moment)} boundary`}
        numbers={() => boundaryNumbers(data)}
      >
        {(width) => <Boundary bounded={data} width={width} />}
      </PictureCard>
    </Stack>
  );
}

const LEGEND_ROW = 20;

function Boundary({ bounded, width }: { bounded: Bounded; width: number }) {
  const scheme = useComputedColorScheme("light");
  const { text, back } = INK[scheme];
  const url = useMemo(() => planeUrl(bounded, scheme), [bounded, scheme]);
  const [first, second] = bounded.features;
  if (!first || !second) return null;
  const side = Math.min(width, 560);
  const rows = bounded.classes.length > 0 ? Math.ceil(bounded.classes.length / 3) : 1;
  const whole = side + rows * LEGEND_ROW + 6;
  return (
    <svg
      viewBox={`0 0 ${width} ${whole}`}
      width={width}
      height={whole}
      role="img"
      aria-label={`What the network says of ${bounded.title.toLowerCase()} by ${first.name} and ${second.name}, with ${bounded.points.length} samples.`}
      fontFamily="system-ui, sans-serif"
      fontSize={11}
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
    </svg>
  );
}
