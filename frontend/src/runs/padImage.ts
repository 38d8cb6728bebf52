/** What was drawn: how much ink each pixel holds, from 0 to 1, row by row. */
export interface Ink {
  width: number;
  height: number;
  values: ArrayLike<number>;
}

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
  /** The centre of the ink's mass. */
  x: number;
  y: number;
}

/** From this size on digits are placed as in MNIST: within 20 of 28 pixels, their mass in the middle. */
const MNIST_LIKE = 20;
const MNIST_SHARE = 20 / 28;
const LEAST_INK = 0.05;

/** The drawing as rows of `height` x `width` numbers between 0 and 1, scaled and centred as the data set's digits are. */
export function digitise(ink: Ink, width: number, height: number): number[][] {
  const box = inkBox(ink);
  if (box === null) return emptyRows(width, height);
  const likeMnist = Math.min(width, height) >= MNIST_LIKE;
  const share = likeMnist ? MNIST_SHARE : 1;
  const scale = Math.min((width * share) / box.width, (height * share) / box.height);
  const x = likeMnist ? box.x : box.left + box.width / 2;
  const y = likeMnist ? box.y : box.top + box.height / 2;
  const left = startOf(x, width / scale, box.left, box.width);
  const top = startOf(y, height / scale, box.top, box.height);
  return resample(ink, width, height, { scale, left, top });
}

/** The drawing as it is, only made smaller. */
export function shrink(ink: Ink, width: number, height: number): number[][] {
  return resample(ink, width, height, { scale: width / ink.width, left: 0, top: 0 });
}

/** Where a window of `size` begins that has `middle` in its middle, moved only so far that no ink is cut off. */
function startOf(middle: number, size: number, first: number, length: number): number {
  return Math.max(first + length - size, Math.min(first, middle - size / 2));
}

export function emptyRows(width: number, height: number): number[][] {
  return Array.from({ length: height }, () => new Array<number>(width).fill(0));
}

/** Whether anything is drawn at all. */
export function isEmpty(rows: readonly (readonly number[])[]): boolean {
  return rows.every((row) => row.every((value) => value < LEAST_INK));
}

function inkBox(ink: Ink): Box | null {
  let [left, top, right, bottom] = [ink.width, ink.height, -1, -1];
  let [mass, sumX, sumY] = [0, 0, 0];
  for (let y = 0; y < ink.height; y += 1) {
    for (let x = 0; x < ink.width; x += 1) {
      const value = ink.values[y * ink.width + x] ?? 0;
      if (value < LEAST_INK) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      mass += value;
      sumX += value * (x + 0.5);
      sumY += value * (y + 0.5);
    }
  }
  if (mass === 0) return null;
  return { left, top, width: right - left + 1, height: bottom - top + 1, x: sumX / mass, y: sumY / mass };
}

interface Window {
  scale: number;
  left: number;
  top: number;
}

/** Each new pixel is the mean of the old ones it covers. */
function resample(ink: Ink, width: number, height: number, { scale, left, top }: Window): number[][] {
  return emptyRows(width, height).map((row, y) =>
    row.map((_, x) => meanOver(ink, left + x / scale, top + y / scale, left + (x + 1) / scale, top + (y + 1) / scale)),
  );
}

function meanOver(ink: Ink, left: number, top: number, right: number, bottom: number): number {
  let sum = 0;
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(ink.height, bottom); y += 1) {
    const tall = Math.min(bottom, y + 1) - Math.max(top, y);
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(ink.width, right); x += 1) {
      const wide = Math.min(right, x + 1) - Math.max(left, x);
      sum += (ink.values[y * ink.width + x] ?? 0) * tall * wide;
    }
  }
  return Math.min(1, sum / ((right - left) * (bottom - top)));
}
