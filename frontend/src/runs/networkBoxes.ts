/** A network as boxes and wires in a picture of its own. */
import type { Document } from "./types";

type Point = readonly [x: number, y: number];

interface Box {
  id: string;
  title: string;
  name: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Picture {
  width: number;
  height: number;
  boxes: Box[];
  wires: { key: string; from: Point; to: Point }[];
}

const SIZE = { width: 210, height: 48 };
const GAP = 32;
const EDGE = 12;
const LONGEST = 24;

/** Places the nodes as they stand on the canvas; those that were never placed stand below each other. */
export function pictureOf(network: Document): Picture {
  const places = network.nodes.map(({ at }): Point => [at?.[0] ?? 0, at?.[1] ?? 0]);
  const isPlaced = new Set(places.map(String)).size === places.length;
  const spots = isPlaced ? places : places.map((_, row): Point => [0, row * (SIZE.height + GAP)]);
  const left = Math.min(...spots.map(([x]) => x)) - EDGE;
  const top = Math.min(...spots.map(([, y]) => y)) - EDGE;
  const boxes = network.nodes.map((node, place): Box => {
    const [x, y] = spots[place] ?? [0, 0];
    return { id: node.id, title: short(node.layer), name: short(node.id), x: x - left, y: y - top, ...SIZE };
  });
  return {
    width: Math.max(0, ...boxes.map(({ x }) => x)) + SIZE.width + EDGE,
    height: Math.max(0, ...boxes.map(({ y }) => y)) + SIZE.height + EDGE,
    boxes,
    wires: wiresOf(network, new Map(boxes.map((box) => [box.id, box]))),
  };
}

function wiresOf(network: Document, boxes: ReadonlyMap<string, Box>): Picture["wires"] {
  return network.edges.flatMap(({ from, to }) => {
    const [source, target] = [boxes.get(from[0]), boxes.get(to[0])];
    if (!source || !target) return [];
    const middle = SIZE.width / 2;
    const key = `${from.join(":")} ${to.join(":")}`;
    return [{ key, from: [source.x + middle, source.y + SIZE.height], to: [target.x + middle, target.y] }];
  });
}

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
