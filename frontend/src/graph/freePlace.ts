import { NODE_HEIGHT, NODE_WIDTH, PITCH_X } from "./geometry";
import type { Document } from "./types";

type Point = readonly [x: number, y: number];

/** Whether a node at `at` would stand clear of all others. */
export function isFree(document: Document, at: Point, ignore?: ReadonlySet<string>): boolean {
  return !document.nodes.some(
    (node) =>
      !ignore?.has(node.id) &&
      Math.abs(node.at[0] - at[0]) < NODE_WIDTH &&
      Math.abs(node.at[1] - at[1]) < NODE_HEIGHT + 12,
  );
}

/** The first free place from `at` on, going right. */
export function freePlace(document: Document, at: Point): Point {
  let [x, y] = at;
  for (let tries = 0; tries < 200 && !isFree(document, [x, y]); tries += 1) x += PITCH_X;
  return [x, y];
}
