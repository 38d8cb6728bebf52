interface Picture {
  width: number;
  height: number;
  /** Red, green, blue and opacity of each pixel in turn, from 0 to 255. */
  data: ArrayLike<number>;
}

/** A picture's pixels as the network reads them: rows of numbers from 0 to 1, grey ones alone or red, green and blue together. */
export function pictureValues({ width, height, data }: Picture, channels: number): unknown[][] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => pixelAt(data, (y * width + x) * 4, channels)),
  );
}

function pixelAt(rgba: ArrayLike<number>, at: number, channels: number): number | number[] {
  const [red = 0, green = 0, blue = 0] = [rgba[at], rgba[at + 1], rgba[at + 2]];
  if (channels >= 3) return [red / 255, green / 255, blue / 255];
  return (0.2989 * red + 0.587 * green + 0.114 * blue) / 255; // as Pillow and TensorFlow make grey
}

/** A picture stretched to a size, whatever its proportions, as data of pictures is read for training: each pixel is mixed of the four around its place. */
export function stretched(picture: Picture, width: number, height: number): Picture {
  const data = new Float32Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    const down = placeOf(y, height, picture.height);
    for (let x = 0; x < width; x += 1) {
      const across = placeOf(x, width, picture.width);
      for (let part = 0; part < 4; part += 1) {
        const at = (row: number, column: number) => picture.data[(row * picture.width + column) * 4 + part] ?? 0;
        const top = mixed(at(down.first, across.first), at(down.first, across.second), across.share);
        const bottom = mixed(at(down.second, across.first), at(down.second, across.second), across.share);
        data[(y * width + x) * 4 + part] = mixed(top, bottom, down.share);
      }
    }
  }
  return { width, height, data };
}

/** Between which two of `from` pixels the middle of a pixel of `to` lies, and how near to the second. */
function placeOf(pixel: number, to: number, from: number): { first: number; second: number; share: number } {
  const place = ((pixel + 0.5) * from) / to - 0.5;
  const below = Math.floor(place);
  return { first: Math.max(0, below), second: Math.min(from - 1, Math.ceil(place)), share: place - below };
}

function mixed(first: number, second: number, share: number): number {
  return first + (second - first) * share;
}
