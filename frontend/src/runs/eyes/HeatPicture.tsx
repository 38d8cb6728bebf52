import { useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";
import { pixelsOf } from "@/datasets/pixels";
import { INK } from "../lineStyles";
import { bytesOf } from "./bytes";
import { Frame } from "./Frame";
import { HeatLegend, LEGEND } from "./HeatLegend";
import { mapUrl, pictureUrl } from "./mapImage";
import type { Numbers } from "./numbers";
import type { Heat } from "./types";

interface HeatPictureProps {
  heat: Heat;
  /** The field that is the picture. */
  field: string;
  width: number;
}

const SIDE = 112;
const GAP = 10;
const WORDS = 34;

/** Each sample's picture, and beside it the same under what the network looked at. */
export function HeatPicture({ heat, field, width }: HeatPictureProps) {
  const { text } = INK[useComputedColorScheme("light")];
  const columns = Math.max(1, Math.floor((width + GAP) / (SIDE + GAP)));
  const height = Math.ceil(heat.samples.length / columns) * (SIDE + WORDS) + LEGEND;
  const tiles = useMemo(
    () =>
      heat.samples.map((sample, at) => ({
        index: sample.index,
        picture: pictureUrl(pixelsOf(sample.values[field])),
        over: mapUrl(bytesOf(heat.data[at] ?? ""), heat.width, heat.height),
        said: heat.said[at],
      })),
    [heat, field],
  );
  return (
    <Frame
      width={width}
      height={height}
      label={`Where the network looked on ${heat.samples.length} held-out samples: ${heat.said.map((said) => `${said.true} taken for ${said.predicted}`).join(", ")}`}
    >
      {tiles.map(({ index, picture, over, said }, place) => (
        <g
          key={index}
          transform={`translate(${(place % columns) * (SIDE + GAP)} ${Math.floor(place / columns) * (SIDE + WORDS)})`}
        >
          <image href={picture} width={SIDE} height={SIDE} style={{ imageRendering: "pixelated" }} />
          <image href={over} width={SIDE} height={SIDE} preserveAspectRatio="none" opacity={0.6} />
          <text y={SIDE + 12} fill={text}>
            True {said?.true.slice(0, 16)}
          </text>
          <text y={SIDE + 24} fill={text} fontWeight={said && said.true !== said.predicted ? 700 : 400}>
            Said {said?.predicted.slice(0, 16)}
          </text>
        </g>
      ))}
      <HeatLegend y={height - LEGEND + 6} low={0} high={1} title="Share of the most" />
    </Frame>
  );
}

/** Where the network looked as a table: a row a place of a sample. */
export function heatNumbers(heat: Heat | null): Numbers {
  if (heat === null) return { head: [], rows: [] };
  return {
    head: ["sample", "row", "column", "share of the most"],
    rows: heat.samples.flatMap((sample, at) =>
      Array.from(bytesOf(heat.data[at] ?? ""), (byte, place) => [
        sample.index,
        Math.floor(place / heat.width),
        place % heat.width,
        Number((byte / 255).toPrecision(3)),
      ]),
    ),
  };
}
