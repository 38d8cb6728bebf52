/** Walking the graph by arrow keys: along the wires first, and where none leads on, to the nearest layer that way. */
import { indexOf } from "./document";
import type { Document, Node } from "./types";

export type Direction = "up" | "down" | "left" | "right";

function nodesOf(document: Document, ids: Iterable<string>): Node[] {
  const { nodes } = indexOf(document);
  return [...new Set(ids)].flatMap((id) => nodes.get(id) ?? []);
}

function closestColumn(from: Node, nodes: readonly Node[]): Node | undefined {
  return nodes.toSorted((a, b) => Math.abs(a.at[0] - from.at[0]) - Math.abs(b.at[0] - from.at[0]))[0];
}

function siblings(document: Document, node: Node): Node[] {
  const { arriving, leaving } = indexOf(document);
  const before = (arriving.get(node.id) ?? []).flatMap((edge) => leaving.get(edge.from[0]) ?? []);
  const behind = (leaving.get(node.id) ?? []).flatMap((edge) => arriving.get(edge.to[0]) ?? []);
  return nodesOf(document, [...before.map((edge) => edge.to[0]), ...behind.map((edge) => edge.from[0])]);
}

const AHEAD: Readonly<Record<Direction, (dx: number, dy: number) => [ahead: number, aside: number]>> = {
  up: (dx, dy) => [-dy, dx],
  down: (dx, dy) => [dy, dx],
  left: (dx, dy) => [-dx, dy],
  right: (dx, dy) => [dx, dy],
};

function nearest(from: Node, nodes: readonly Node[], direction: Direction): Node | undefined {
  let best: Node | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    const [ahead, aside] = AHEAD[direction](node.at[0] - from.at[0], node.at[1] - from.at[1]);
    const cost = ahead + 2 * Math.abs(aside);
    if (node.id !== from.id && ahead > 0 && cost < least) [best, least] = [node, cost];
  }
  return best;
}

/** The node that an arrow key leads to from `id`, or null at the edge of the network. */
export function walk(document: Document, id: string, direction: Direction): string | null {
  const { nodes, arriving, leaving } = indexOf(document);
  const node = nodes.get(id);
  if (!node) return null;
  const wires = {
    up: () =>
      closestColumn(
        node,
        nodesOf(
          document,
          (arriving.get(id) ?? []).map((edge) => edge.from[0]),
        ),
      ),
    down: () =>
      closestColumn(
        node,
        nodesOf(
          document,
          (leaving.get(id) ?? []).map((edge) => edge.to[0]),
        ),
      ),
    left: () => nearest(node, siblings(document, node), "left"),
    right: () => nearest(node, siblings(document, node), "right"),
  };
  return (wires[direction]() ?? nearest(node, document.nodes, direction))?.id ?? null;
}

/** Where the keyboard enters the canvas: the highest node, the leftmost of several. */
export function firstNode(document: Document): string | null {
  return document.nodes.toSorted((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0])[0]?.id ?? null;
}
