import { useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";
import { INK, lineStyle } from "../lineStyles";
import { numberText } from "../numbers";
import { Frame } from "./Frame";
import { HeatLegend, LEGEND } from "./HeatLegend";
import { type LayerSample, nameOf, sampleOf, wordsOf } from "./layer";
import { mapUrl } from "./mapImage";
import { extentOf, scaleOf, tickText } from "./scale";
import type { Layer } from "./types";
import { WordsPicture } from "./WordsPicture";

const GAP = 6;
const LEAST = 44; // pixels of a map on the screen
const MOST = 112;
const LETTER_PX = 11;

interface LayerPictureProps {
  layer: Layer;
  at: number;
  width: number;
  /** The sample's tokens, where the layer's rows are of tokens. */
  words: readonly string[] | null;
}

/** What a layer makes of one sample. */
export function LayerPicture({ layer, at, width, words }: LayerPictureProps) {
  const sample = useMemo(() => sampleOf(layer, at), [layer, at]);
  const told = layer.kind === "scores" && words?.length === layer.height ? words : null;
  const tokens = wordsOf(layer, at);
  if (tokens) return <WordsPicture layer={layer} numbers={sample.numbers} words={tokens} width={width} />;
  if (layer.kind === "vector") return <Bars layer={layer} sample={sample} width={width} />;
  if (layer.kind === "maps") return <Maps layer={layer} sample={sample} width={width} />;
  return <Strips layer={layer} sample={sample} width={width} words={told} />;
}

interface KindProps {
  layer: Layer;
  sample: LayerSample;
  width: number;
}

function useImages({ layer, sample }: Pick<KindProps, "layer" | "sample">): string[] {
  return useMemo(() => sample.maps.map((map) => mapUrl(map, layer.width, layer.height)), [layer, sample]);
}

/** Channels side by side. */
function Maps({ layer, sample, width }: KindProps) {
  const images = useImages({ layer, sample });
  const { text } = INK[useComputedColorScheme("light")];
  const columns = Math.max(
    1,
    Math.min(images.length, Math.floor((width + GAP) / (Math.min(MOST, Math.max(LEAST, width / 9)) + GAP))),
  );
  const side = Math.min(MOST, (width - GAP * (columns - 1)) / columns);
  const tall = Math.min(2 * MOST, (side * layer.height) / layer.width);
  const row = tall + LETTER_PX + GAP + 4;
  const height = Math.ceil(images.length / columns) * row + LEGEND;
  return (
    <Frame
      width={width}
      height={height}
      label={`${layer.count} of ${layer.of} maps of ${nameOf(layer)}, from ${numberText(sample.low)} to ${numberText(sample.high)}`}
    >
      {images.map((url, map) => (
        <g
          key={url + String(map)}
          transform={`translate(${(map % columns) * (side + GAP)} ${Math.floor(map / columns) * row})`}
        >
          <image
            href={url}
            width={side}
            height={tall}
            preserveAspectRatio="none"
            style={{ imageRendering: "pixelated" }}
          />
          <text x={side / 2} y={tall + LETTER_PX} textAnchor="middle" fill={text}>
            {map}
          </text>
        </g>
      ))}
      <HeatLegend y={height - LEGEND + 4} low={sample.low} high={sample.high} />
    </Frame>
  );
}

const LONGEST_WORD = 10;
const HIGHEST = 230; // pixels of a strip

/** Sequences (features across, time down) and scores (what is looked at across, what looks down). */
function Strips({ layer, sample, width, words }: KindProps & { words: readonly string[] | null }) {
  const images = useImages({ layer, sample });
  const { text } = INK[useComputedColorScheme("light")];
  const isScores = layer.kind === "scores";
  const left = words ? 74 : 34;
  const columns = width > 700 && images.length > 1 ? 2 : 1;
  const room = width / columns - left - 12;
  const cell = Math.min(words ? 12 : HIGHEST / layer.height, Math.max(1, room / layer.width));
  const [wide, tall] = [cell * layer.width, Math.min(cell * layer.height, 640)];
  const row = tall + 44;
  const height = Math.ceil(images.length / columns) * row + LEGEND;
  const down = tall / layer.height;
  return (
    <Frame
      width={width}
      height={height}
      label={`${isScores ? `Attention of ${layer.count} heads` : "What comes out"} of ${nameOf(layer)}, from ${numberText(sample.low)} to ${numberText(sample.high)}`}
    >
      {images.map((url, map) => (
        <g
          key={url + String(map)}
          transform={`translate(${left + (map % columns) * (width / columns)} ${Math.floor(map / columns) * row})`}
        >
          <image
            href={url}
            y={14}
            width={wide}
            height={tall}
            preserveAspectRatio="none"
            style={{ imageRendering: "pixelated" }}
          />
          {isScores && (
            <text y={10} fill={text}>
              Head {map + 1}
            </text>
          )}
          {words && down >= 6 && (
            <g fill={text} fontSize={Math.min(10, down)}>
              {words.map((word, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: words repeat
                <text key={place} x={-4} y={14 + (place + 0.8) * down} textAnchor="end">
                  {word.slice(0, LONGEST_WORD)}
                </text>
              ))}
            </g>
          )}
          <text x={wide / 2} y={tall + 26} textAnchor="middle" fill={text}>
            {isScores ? "Attends to" : "Features"}
          </text>
          <text
            transform={`translate(${words ? -66 : -6} ${14 + tall / 2}) rotate(-90)`}
            textAnchor="middle"
            fill={text}
          >
            {isScores ? "Position that attends" : "Position"}
          </text>
        </g>
      ))}
      <HeatLegend y={height - LEGEND + 4} low={sample.low} high={sample.high} />
    </Frame>
  );
}

const BARS = 110;
const NAMED = 12; // bars, at most, that bear a name

/** The numbers of a vector, each a bar. */
function Bars({ layer, sample, width }: KindProps) {
  const scheme = useComputedColorScheme("light");
  const { text, grid } = INK[scheme];
  const { color } = lineStyle(0, scheme);
  const [low, high] = extentOf([0, ...sample.numbers]);
  const [left, top] = [46, 8];
  const y = scaleOf(low, high, top + BARS, top);
  const longest = Math.max(0, ...layer.names.map((name) => name.length));
  const widest = Math.max(46, Math.min(96, longest * LETTER_PX * 0.6 + 6));
  const step = Math.min(widest, (width - left - 4) / Math.max(1, sample.numbers.length));
  const names = layer.names.length > 0 && step >= 24 ? layer.names : null;
  const height = BARS + top + 34;
  return (
    <Frame
      width={width}
      height={height}
      label={`${layer.count} of ${layer.of} numbers of ${nameOf(layer)}, from ${numberText(low)} to ${numberText(high)}`}
    >
      {[low, high].map((value) => (
        <text key={value} x={left - 5} y={y(value) + 4} textAnchor="end" fill={text}>
          {tickText(Number(value.toPrecision(3)))}
        </text>
      ))}
      <line x1={left} x2={left + step * sample.numbers.length} y1={y(0)} y2={y(0)} stroke={grid} />
      {sample.numbers.map((value, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: numbers have nothing but their place
        <g key={place}>
          <title>{`${layer.names[place] ?? place}: ${numberText(value)}`}</title>
          <rect
            x={left + place * step}
            y={Math.min(y(0), y(value))}
            width={Math.max(0.8, step - (step > 4 ? 1.5 : 0.2))}
            height={Math.max(0.5, Math.abs(y(value) - y(0)))}
            fill={color}
          />
          {(names ? place < 40 : sample.numbers.length <= NAMED) && (
            <text x={left + (place + 0.5) * step} y={top + BARS + 14} textAnchor="middle" fill={text}>
              {(names?.[place] ?? String(place)).slice(0, Math.max(2, Math.floor(step / 6)))}
            </text>
          )}
        </g>
      ))}
      <text x={left} y={height - 4} fill={text}>
        {layer.of > layer.count ? `The first ${layer.count} of ${layer.of} numbers` : "Value of each number"}
      </text>
    </Frame>
  );
}
