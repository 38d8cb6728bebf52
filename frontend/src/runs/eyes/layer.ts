import { bytesOf, floatsOf } from "./bytes";
import type { Numbers } from "./numbers";
import type { Layer } from "./types";

/** What a layer makes of one sample: of a vector its numbers, else maps of bytes from low to high. */
export interface LayerSample {
  numbers: number[];
  maps: Uint8Array[];
  low: number;
  high: number;
}

/** The part of a look that is of one sample. */
export function sampleOf(layer: Layer, at: number): LayerSample {
  const data = layer.data[at] ?? layer.data[0] ?? "";
  const [low, high] = [layer.low[at] ?? 0, layer.high[at] ?? 0];
  if (layer.kind === "vector") return { numbers: floatsOf(data), maps: [], low, high };
  const bytes = bytesOf(data);
  const size = layer.height * layer.width;
  const maps = Array.from({ length: layer.count }, (_, map) => bytes.subarray(map * size, (map + 1) * size));
  return { numbers: [], maps, low, high };
}

/** A byte of a map as the number it stands for. */
export function numberAt(byte: number, { low, high }: LayerSample): number {
  return low + (byte / 255) * (high - low);
}

/** The words that a layer's tokens stand for; null for every other layer. Looks of earlier versions have none. */
export function wordsOf(layer: Pick<Layer, "words">, at: number): readonly string[] | null {
  return layer.words?.[at] ?? layer.words?.[0] ?? null;
}

/** The numbers of one layer and sample as a table. */
export function layerNumbers(layer: Layer, at: number): Numbers {
  const sample = sampleOf(layer, at);
  const words = wordsOf(layer, at);
  if (words) {
    return {
      head: ["place", "token", "word"],
      rows: sample.numbers.map((value, place) => [place, value, words[place] ?? ""]),
    };
  }
  if (layer.kind === "vector") {
    return {
      head: ["place", "value"],
      rows: sample.numbers.map((value, place) => [layer.names[place] ?? place, Number(value.toPrecision(7))]),
    };
  }
  return {
    head: [layer.kind === "scores" ? "head" : "channel", "row", "column", "value"],
    rows: sample.maps.flatMap((map, channel) =>
      Array.from(map, (byte, place) => [
        channel,
        Math.floor(place / layer.width),
        place % layer.width,
        Number(numberAt(byte, sample).toPrecision(4)),
      ]),
    ),
  };
}

/** How a layer is named: within blocks, from the inside outwards. */
export function nameOf({ path }: Pick<Layer, "path">): string {
  return path.toReversed().join(" in ");
}
