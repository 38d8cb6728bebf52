import { useComputedColorScheme } from "@mantine/core";
import { INK } from "../lineStyles";
import { Frame } from "./Frame";
import { nameOf } from "./layer";
import type { Layer } from "./types";
import { type PlacedWord, placedWords, ROW } from "./words";

interface WordsPictureProps {
  layer: Layer;
  /** Its tokens, and the word of each. */
  numbers: readonly number[];
  words: readonly string[];
  width: number;
}

/** Tokens as the words they stand for, each with its number below it; padding is counted. */
export function WordsPicture({ layer, numbers, words, width }: WordsPictureProps) {
  const { text, grid } = INK[useComputedColorScheme("light")];
  const { placed, padding, rows } = placedWords(words, width);
  const height = rows * ROW + 22;
  const said = placed.map(({ word }) => word).join(" ");
  return (
    <Frame width={width} height={height} fontSize={11} label={`The words that come out of ${nameOf(layer)}: ${said}`}>
      {placed.map((one) => (
        <Word key={one.place} {...one} token={numbers[one.place]} text={text} grid={grid} />
      ))}
      <text y={height - 6} fill={text}>
        {padding > 0
          ? `Words, each with its number; ${padding} of ${words.length} places are padding`
          : "Words, each with its number"}
      </text>
    </Frame>
  );
}

function Word({
  word,
  x,
  y,
  width,
  token,
  text,
  grid,
}: PlacedWord & { token: number | undefined; text: string; grid: string }) {
  return (
    <g transform={`translate(${x} ${y})`} fill={text}>
      <rect width={width} height={ROW - 4} rx={3} fill="none" stroke={grid} />
      <text x={width / 2} y={13} textAnchor="middle">
        {word}
      </text>
      <text x={width / 2} y={25} textAnchor="middle" fontSize={9}>
        {token}
      </text>
    </g>
  );
}
