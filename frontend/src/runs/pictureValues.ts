/** A picture's pixels as the network reads them: rows of numbers from 0 to 1, grey ones alone or red, green and blue together. */
export function pictureValues(rgba: ArrayLike<number>, width: number, height: number, channels: number): unknown[][] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => pixelAt(rgba, (y * width + x) * 4, channels)),
  );
}

function pixelAt(rgba: ArrayLike<number>, at: number, channels: number): number | number[] {
  const [red = 0, green = 0, blue = 0] = [rgba[at], rgba[at + 1], rgba[at + 2]];
  if (channels >= 3) return [red / 255, green / 255, blue / 255];
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255; // Rec. 601, as Pillow and TensorFlow make grey
}

/** The largest part of a picture that has a shape's proportions, from its middle. */
export function middleOf(picture: { width: number; height: number }, width: number, height: number) {
  const scale = Math.min(picture.width / width, picture.height / height);
  const [wide, high] = [width * scale, height * scale];
  return { x: (picture.width - wide) / 2, y: (picture.height - high) / 2, width: wide, height: high };
}
