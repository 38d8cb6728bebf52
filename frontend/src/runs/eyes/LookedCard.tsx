import { useMemo } from "react";
import { pixelsFromValues } from "@/datasets/pixels";
import type { Looked } from "../types";
import { bytesOf } from "./bytes";
import { Frame } from "./Frame";
import { HeatLegend, LEGEND } from "./HeatLegend";
import { nameOf } from "./layer";
import { mapUrl, pictureUrl } from "./mapImage";
import { PictureCard } from "./PictureCard";

interface LookedCardProps {
  looked: Looked;
  /** The picture as the network was given it: rows of numbers between 0 and 1. */
  values: unknown;
  shape: readonly number[];
  file: string;
}

const GAP = 12;
const MOST = 200;

/** A picture that a person gave, and beside it where the network looked. */
export function LookedCard({ looked, values, shape, file }: LookedCardProps) {
  return (
    <PictureCard
      title="Where the network looked"
      hint={`Grad-CAM at ${nameOf(looked)}: what is lit speaks for the class that the network says.`}
      file={`${file} where it looked`}
      numbers={() => lookedNumbers(looked)}
    >
      {(width) => <LookedPicture looked={looked} values={values} shape={shape} width={width} />}
    </PictureCard>
  );
}

function LookedPicture({ looked, values, shape, width }: Omit<LookedCardProps, "file"> & { width: number }) {
  const picture = useMemo(
    () => (Array.isArray(values) ? pictureUrl(pixelsFromValues(values.flat(2) as number[], shape)) : ""),
    [values, shape],
  );
  const over = useMemo(() => mapUrl(bytesOf(looked.data), looked.width, looked.height), [looked]);
  const [high = 1, wide = 1] = shape;
  const side = Math.min(MOST, (width - GAP) / 2);
  const tall = (side * high) / wide;
  return (
    <Frame
      width={width}
      height={tall + LEGEND + 8}
      label={`The picture, and where the network looked in it, seen at ${nameOf(looked)}`}
    >
      {[0, 1].map((place) => (
        <image
          key={place}
          href={picture}
          x={place * (side + GAP)}
          width={side}
          height={tall}
          preserveAspectRatio="none"
          style={{ imageRendering: "pixelated" }}
        />
      ))}
      <image href={over} x={side + GAP} width={side} height={tall} preserveAspectRatio="none" opacity={0.6} />
      <HeatLegend y={tall + 12} low={0} high={1} title="Share of the most" />
    </Frame>
  );
}

function lookedNumbers(looked: Looked) {
  return {
    head: ["row", "column", "share of the most"],
    rows: Array.from(bytesOf(looked.data), (byte, place) => [
      Math.floor(place / looked.width),
      place % looked.width,
      Number((byte / 255).toPrecision(3)),
    ]),
  };
}
