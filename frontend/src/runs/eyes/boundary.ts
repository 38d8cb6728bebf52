import { lineStyle, type Scheme } from "../lineStyles";
import { bytesOf } from "./bytes";
import { heatColor } from "./colors";
import type { Numbers } from "./numbers";
import type { Plane } from "./types";

/** The plane as a small picture, its first row at the bottom. */
export function planeUrl(bounded: Plane, scheme: Scheme): string {
  const { side } = bounded;
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const pen = canvas.getContext("2d");
  if (pen === null) return "";
  const sure = bytesOf(bounded.sure);
  const chosen = bounded.chosen === null ? null : bytesOf(bounded.chosen);
  const least = 255 / Math.max(2, bounded.classes.length);
  const rgba = new Uint8ClampedArray(side * side * 4);
  sure.forEach((byte, place) => {
    const [row, column] = [side - 1 - Math.floor(place / side), place % side];
    const color = chosen === null ? heatColor(byte / 255) : rgbOf(lineStyle(chosen[place] ?? 0, scheme).color);
    const opacity = chosen === null ? 255 : 70 + 150 * Math.max(0, (byte - least) / (255 - least));
    rgba.set([...color, opacity], (row * side + column) * 4);
  });
  pen.putImageData(new ImageData(rgba, side, side), 0, 0);
  return canvas.toDataURL();
}

function rgbOf(hex: string): [number, number, number] {
  const number = Number.parseInt(hex.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

/** The plane as a table: a row a point, from the lower left corner. */
export function boundaryNumbers(bounded: Plane): Numbers {
  const { side, features, classes, range } = bounded;
  const [first, second] = features;
  const sure = bytesOf(bounded.sure);
  const chosen = bounded.chosen === null ? null : bytesOf(bounded.chosen);
  const at = (feature: typeof first, place: number) =>
    feature ? Number((feature.low + (place / (side - 1)) * (feature.high - feature.low)).toPrecision(5)) : null;
  const [low = 0, high = 1] = range ?? [];
  return {
    head: [first?.name ?? "x", second?.name ?? "y", ...(chosen ? ["class", "probability"] : [bounded.title])],
    rows: Array.from(sure, (byte, place) => [
      at(first, place % side),
      at(second, Math.floor(place / side)),
      ...(chosen
        ? [classes[chosen[place] ?? 0] ?? null, Number((byte / 255).toPrecision(3))]
        : [Number((low + (byte / 255) * (high - low)).toPrecision(4))]),
    ]),
  };
}
