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
