/** A picture as the server sends it: rows of greys from 0 to 255, or of [red, green, blue]. */
export interface Pixels {
  width: number;
  height: number;
  /** Red, green, blue and opacity of each pixel in turn, as a canvas takes them. */
  rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** Reads rows of greys or colours; null for anything else. */
export function pixelsOf(rows: unknown): Pixels | null {
  if (!Array.isArray(rows) || !Array.isArray(rows[0]) || rows[0].length === 0) return null;
  const height = rows.length;
  const width = rows[0].length;
  const rgba = new Uint8ClampedArray(width * height * 4);
  rows.forEach((row: unknown, y) => {
    if (!Array.isArray(row)) return;
    row.forEach((pixel: unknown, x) => {
      rgba.set([...colorOf(pixel), 255], (y * width + x) * 4);
    });
  });
  return { width, height, rgba };
}

/** A model's flat numbers between 0 and 1 as a picture of `shape`: (height, width) or (height, width, channels). */
export function pixelsFromValues(values: readonly number[], shape: readonly number[]): Pixels | null {
  const [height, width, channels = 1] = shape;
  if (height === undefined || width === undefined || height * width * channels !== values.length) return null;
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let place = 0; place < width * height; place += 1) {
    const at = place * channels;
    const color = channels === 1 ? values[at] : values.slice(at, at + 3).map((part) => part * 255);
    rgba.set([...colorOf(channels === 1 ? (color as number) * 255 : color), 255], place * 4);
  }
  return { width, height, rgba };
}

function colorOf(pixel: unknown): [number, number, number] {
  if (Array.isArray(pixel)) return [Number(pixel[0]), Number(pixel[1]), Number(pixel[2])];
  const grey = Number(pixel);
  return [grey, grey, grey];
}
