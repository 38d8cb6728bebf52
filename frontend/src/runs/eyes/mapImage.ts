import type { Pixels } from "@/datasets/pixels";
import { heatColor } from "./colors";

/** Bytes as a small picture: a data URL, which an <image> of an SVG takes; row 0 on top. */
export function mapUrl(bytes: Uint8Array, width: number, height: number): string {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  if (pen === null) return "";
  const rgba = new Uint8ClampedArray(width * height * 4);
  bytes.forEach((byte, place) => {
    rgba.set([...(COLORS[byte] as readonly number[]), 255], place * 4);
  });
  pen.putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas.toDataURL();
}

const COLORS = Array.from({ length: 256 }, (_, byte) => heatColor(byte / 255));

/** A picture as a data URL; nothing where there is none. */
export function pictureUrl(pixels: Pixels | null): string {
  const canvas = document.createElement("canvas");
  if (pixels === null) return "";
  canvas.width = pixels.width;
  canvas.height = pixels.height;
  canvas.getContext("2d")?.putImageData(new ImageData(pixels.rgba, pixels.width, pixels.height), 0, 0);
  return canvas.toDataURL();
}
