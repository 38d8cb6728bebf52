/** Long wires that would run behind other nodes are led past them in a lane of their own. */
import { NODE_HEIGHT, NODE_WIDTH } from "./geometry";
import type { Document, Edge } from "./types";

type Size = { readonly width: number; readonly height: number };
type Box = Size & { readonly x: number; readonly y: number };

const USUAL: Size = { width: NODE_WIDTH, height: NODE_HEIGHT };

const MARGIN = 22;
const LANE_STEP = 12;
const LONG = 90;

function crossed(boxes: readonly Box[], x1: number, y1: number, x2: number, y2: number): Box[] {
  return boxes.filter((box) => {
    if (box.y + box.height < y1 + 8 || box.y > y2 - 8) return false;
    const share = (box.y + box.height / 2 - y1) / (y2 - y1);
    const x = x1 + (x2 - x1) * Math.min(1, Math.max(0, share));
    return x > box.x - 6 && x < box.x + box.width + 6;
  });
}

/** The x at which each wire passes the nodes that stand in its way; wires with a free way are not in the answer. */
export function lanesOf(document: Document, sizes: ReadonlyMap<string, Size>): Map<Edge, number> {
  const boxes = document.nodes.map((node) => ({
    id: node.id,
    x: node.at[0],
    y: node.at[1],
    width: (sizes.get(node.id) ?? USUAL).width,
    height: (sizes.get(node.id) ?? USUAL).height,
  }));
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const lanes = new Map<Edge, number>();
  const used = new Map<number, number>();
  for (const edge of document.edges) {
    const start = byId.get(edge.from[0]);
    const end = byId.get(edge.to[0]);
    if (!start || !end || end.y - (start.y + start.height) < LONG) continue;
    const others = boxes.filter((box) => box !== start && box !== end);
    const [x1, x2] = [start.x + start.width / 2, end.x + end.width / 2];
    const inTheWay = crossed(others, x1, start.y + start.height, x2, end.y);
    if (inTheWay.length === 0) continue;
    const left = Math.min(...inTheWay.map((box) => box.x)) - MARGIN;
    const right = Math.max(...inTheWay.map((box) => box.x + box.width)) + MARGIN;
    const middle = (x1 + x2) / 2;
    const goesLeft = Math.abs(left - middle) < Math.abs(right - middle);
    const lane = goesLeft ? left : right;
    const neighbours = used.get(lane) ?? 0;
    used.set(lane, neighbours + 1);
    lanes.set(edge, lane + (goesLeft ? -1 : 1) * (neighbours % 4) * LANE_STEP);
  }
  return lanes;
}
