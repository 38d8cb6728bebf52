/** From the document to what React Flow draws. Whatever did not change keeps its identity, so that nothing is drawn twice. */
import { type Edge as FlowEdge, type Node as FlowNode, Position } from "@xyflow/react";
import { blockOf } from "@/graph/blocks";
import { edgeKey, equalJson } from "@/graph/document";
import { type Face, faceOf } from "@/graph/face";
import { HANDLE, type NodeShape, SPARE_ROW, shapeOf } from "@/graph/geometry";
import type { Figures } from "@/graph/insideAnalysis";
import { lanesOf } from "@/graph/lanes";
import type { Catalog, Document, Edge, LayerSpec, Node } from "@/graph/types";

export type LayerData = {
  readonly node: Node;
  readonly spec: LayerSpec | undefined;
  readonly shape: NodeShape;
  readonly face: Face;
};
export type LayerFlowNode = FlowNode<LayerData & Record<string, unknown>, "layer">;
/** `isLabelled`: of several wires with the same ends, one says what they carry. */
export type WireData = { readonly edge: Edge; readonly lane: number | null; readonly isLabelled: boolean };
export type WireFlowEdge = FlowEdge<WireData & Record<string, unknown>, "wire">;

type Handles = NonNullable<LayerFlowNode["handles"]>;

function handlesOf(shape: NodeShape): Handles {
  const half = HANDLE / 2;
  const at = { width: HANDLE, height: HANDLE };
  return [
    ...shape.inputs.map(({ id, x, isSpare }) => ({
      ...at,
      id,
      type: "target" as const,
      position: Position.Top,
      x: x - half,
      y: isSpare ? -half - SPARE_ROW : -half,
    })),
    ...shape.outputs.map(({ id, x }) => ({
      ...at,
      ...{ id, type: "source" as const, position: Position.Bottom, x: x - half, y: shape.height - half },
    })),
  ];
}

/** How many tensors a node gives: a block says so itself, of all else Keras does. */
function outputsOf(document: Document, node: Node, figures: Figures): number {
  return blockOf(document, node)?.outputs.length ?? figures[node.id]?.outputs.length ?? 1;
}

/** Size and handles of every node. */
export function shapesOf(document: Document, catalog: Catalog, figures: Figures): Map<string, NodeShape> {
  return new Map(
    document.nodes.map((node) => {
      const lines = faceOf(document, catalog, node).params.length;
      return [node.id, shapeOf(document, catalog, node, outputsOf(document, node, figures), lines)];
    }),
  );
}

function freshNode(node: Node, catalog: Catalog, shape: NodeShape, face: Face): LayerFlowNode {
  return {
    id: node.id,
    type: "layer",
    position: { x: node.at[0], y: node.at[1] },
    ...{ width: shape.width, height: shape.height, handles: handlesOf(shape) },
    data: { node, spec: catalog.layers[node.layer], shape, face },
    domAttributes: { "aria-roledescription": undefined },
  };
}

/** The nodes for React Flow, taking over from `before` what stayed the same. */
export function flowNodes(
  before: readonly LayerFlowNode[],
  document: Document,
  catalog: Catalog,
  shapes: ReadonlyMap<string, NodeShape>,
  selection: ReadonlySet<string>,
): LayerFlowNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  return document.nodes.flatMap((node) => {
    const shape = shapes.get(node.id);
    if (!shape) return [];
    const old = known.get(node.id);
    const selected = selection.has(node.id);
    const face = faceOf(document, catalog, node);
    const isSame = old && old.data.node === node && equalJson(old.data.shape, shape) && equalJson(old.data.face, face);
    const isInPlace = old && old.position.x === node.at[0] && old.position.y === node.at[1];
    if (isSame && isInPlace) return [(old.selected ?? false) === selected ? old : { ...old, selected }];
    const fresh = freshNode(node, catalog, shape, face);
    return [
      { ...fresh, selected, ...(old?.measured ? { measured: { width: shape.width, height: shape.height } } : {}) },
    ];
  });
}

/** The wires for React Flow, in the same manner. */
export function flowEdges(
  before: readonly WireFlowEdge[],
  document: Document,
  shapes: ReadonlyMap<string, NodeShape>,
  selected: ReadonlySet<string>,
): WireFlowEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]));
  const lanes = lanesOf(document, shapes);
  const labelled = new Set<string>();
  return document.edges.map((edge) => {
    const id = edgeKey(edge);
    const ends = `${edge.from.join(":")}→${edge.to[0]}`;
    const isLabelled = !labelled.has(ends);
    labelled.add(ends);
    const lane = lanes.get(edge) ?? null;
    const isSelected = selected.has(id);
    const old = known.get(id);
    if (old && old.data?.lane === lane && old.data.isLabelled === isLabelled)
      return (old.selected ?? false) === isSelected ? old : { ...old, selected: isSelected };
    return {
      ...{ id, type: "wire" as const, source: edge.from[0], target: edge.to[0], selected: isSelected },
      ...{
        sourceHandle: `out:${edge.from[1]}`,
        targetHandle: `${edge.to[1]}:${edge.to[2]}`,
        data: { edge, lane, isLabelled },
      },
    };
  });
}
