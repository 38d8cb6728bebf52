import type { NetworkCard } from "./queries";

type Point = readonly [x: number, y: number];

/** A graph drawn small: boxes and wires in the coordinates of its own picture. */
export interface Miniature {
  width: number;
  height: number;
  box: { width: number; height: number };
  boxes: { x: number; y: number; layer: string }[];
  wires: { from: Point; to: Point }[];
}

/** A node on the canvas, about; and one of a graph that was laid on its side. */
const UPRIGHT = { width: 204, height: 66 };
const LYING = { width: 84, height: 130 };
const EDGE = 24;

/** Moves a graph into a picture of its own. A graph taller than wide, as most are, is laid on its side: cards are wide. */
export function miniature(thumbnail: NetworkCard["thumbnail"], wires: NetworkCard["wires"]): Miniature {
  const lies = spanOf(thumbnail.map(([, y]) => y)) > spanOf(thumbnail.map(([x]) => x));
  const box = lies ? LYING : UPRIGHT;
  const places = thumbnail.map(([x, y]): Point => (lies ? [y, (x * LYING.height) / UPRIGHT.width] : [x, y]));
  const left = Math.min(...places.map(([x]) => x)) - EDGE;
  const top = Math.min(...places.map(([, y]) => y)) - EDGE;
  const boxes = thumbnail.map(([, , layer], at) => ({
    x: (places[at]?.[0] ?? 0) - left,
    y: (places[at]?.[1] ?? 0) - top,
    layer,
  }));
  const pairs = new Map(wires.map((wire) => [wire.join(), wire]));
  return {
    width: Math.max(0, ...boxes.map(({ x }) => x)) + box.width + EDGE,
    height: Math.max(0, ...boxes.map(({ y }) => y)) + box.height + EDGE,
    box,
    boxes,
    wires: [...pairs.values()].flatMap(([from, to]) => wireBetween(boxes[from], boxes[to], box, lies)),
  };
}

type Box = Miniature["boxes"][number];

function wireBetween(
  from: Box | undefined,
  to: Box | undefined,
  box: Miniature["box"],
  lies: boolean,
): Miniature["wires"] {
  if (!from || !to) return [];
  if (lies) {
    const middle = box.height / 2;
    return [{ from: [from.x + box.width, from.y + middle], to: [to.x, to.y + middle] }];
  }
  const middle = box.width / 2;
  return [{ from: [from.x + middle, from.y + box.height], to: [to.x + middle, to.y] }];
}

function spanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
}
