/** What the layout engine (elkjs) is told of a network, and reading its answer. */
import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api";
import type { Point } from "./edit";
import { COLUMN_GAP, NODE_WIDTH, type NodeShape, ROW_GAP } from "./geometry";
import type { Document } from "./types";

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.spacing.nodeNode": `${COLUMN_GAP}`,
  "elk.layered.spacing.nodeNodeBetweenLayers": `${ROW_GAP}`,
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
  "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
  "elk.separateConnectedComponents": "true",
};

/** The graph for elk: nodes of their drawn size, with their handles as ports in fixed order, so that merges are not crossed. */
export function elkGraph(document: Document, shapes: ReadonlyMap<string, NodeShape>): ElkNode {
  const children = document.nodes.map((node): ElkNode => {
    const shape = shapes.get(node.id);
    const height = shape?.height ?? 66;
    const port = (side: string, y: number) => (handle: { id: string; x: number }, index: number) => ({
      id: `${node.id}/${handle.id}`,
      x: handle.x,
      y,
      width: 0,
      height: 0,
      layoutOptions: { "elk.port.side": side, "elk.port.index": `${index}` },
    });
    return {
      id: node.id,
      width: shape?.width ?? NODE_WIDTH,
      height,
      ports: [
        ...(shape?.inputs ?? []).filter((handle) => !handle.isSpare).map(port("NORTH", 0)),
        ...(shape?.outputs ?? []).map(port("SOUTH", height)),
      ],
      layoutOptions: { "elk.portConstraints": "FIXED_POS" },
    };
  });
  return { id: "root", layoutOptions: OPTIONS, children, edges: elkEdges(document, shapes) };
}

function elkEdges(document: Document, shapes: ReadonlyMap<string, NodeShape>): ElkExtendedEdge[] {
  return document.edges.flatMap((edge, place): ElkExtendedEdge[] => {
    const [end, port, index] = edge.to;
    const target = shapes.get(end)?.inputs.find((handle) => handle.id === `${port}:${index}`);
    const source = shapes.get(edge.from[0])?.outputs.find((handle) => handle.id === `out:${edge.from[1]}`);
    if (!target || !source) return [];
    return [{ id: `e${place}`, sources: [`${edge.from[0]}/${source.id}`], targets: [`${end}/${target.id}`] }];
  });
}

/** Where elk put each node. */
export function elkPlaces(graph: ElkNode): Map<string, Point> {
  return new Map(
    (graph.children ?? []).map((child) => [child.id, [Math.round(child.x ?? 0), Math.round(child.y ?? 0)]]),
  );
}
