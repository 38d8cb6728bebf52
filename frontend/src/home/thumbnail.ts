import type { NetworkCard } from "./queries";

/** A graph drawn small: boxes and wires in the coordinates of its own picture. */
export interface Miniature {
  width: number;
  height: number;
  boxes: { x: number; y: number; layer: string }[];
  wires: { from: readonly [number, number]; to: readonly [number, number] }[];
}

/** A node on the canvas, about. */
export const BOX = { width: 204, height: 66 } as const;
const EDGE = 24;

/** Moves a graph into a picture of its own, with the end points of its wires. */
export function miniature(thumbnail: NetworkCard["thumbnail"], wires: NetworkCard["wires"]): Miniature {
  const left = Math.min(...thumbnail.map(([x]) => x)) - EDGE;
  const top = Math.min(...thumbnail.map(([, y]) => y)) - EDGE;
  const boxes = thumbnail.map(([x, y, layer]) => ({ x: x - left, y: y - top, layer }));
  const width = Math.max(0, ...boxes.map((box) => box.x)) + BOX.width + EDGE;
  const height = Math.max(0, ...boxes.map((box) => box.y)) + BOX.height + EDGE;
  return { width, height, boxes, wires: wires.flatMap(([from, to]) => wireBetween(boxes[from], boxes[to])) };
}

type Box = Miniature["boxes"][number];

function wireBetween(from: Box | undefined, to: Box | undefined): Miniature["wires"] {
  if (!from || !to) return [];
  const middle = BOX.width / 2;
  return [{ from: [from.x + middle, from.y + BOX.height], to: [to.x + middle, to.y] }];
}
