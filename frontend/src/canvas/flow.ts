/** From the document to what React Flow draws. Whatever did not change keeps its identity, so that nothing is drawn twice. */
import { type Edge as FlowEdge, type Node as FlowNode, Position } from "@xyflow/react";
import { type ShownParam, shownParams } from "@/graph/describe";
import { edgeKey, equalJson } from "@/graph/document";
import { HANDLE, NODE_WIDTH, type NodeShape, shapeOf } from "@/graph/geometry";
import { lanesOf } from "@/graph/lanes";
import type { Analysis, Catalog, Document, Edge, LayerSpec, Node } from "@/graph/types";

export type LayerData = {
  readonly node: Node;
  readonly spec: LayerSpec | undefined;
  readonly shape: NodeShape;
  readonly params: readonly ShownParam[];
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
    ...shape.inputs.map(({ id, x }) => ({
      ...at,
      id,
      type: "target" as const,
      position: Position.Top,
      x: x - half,
      y: -half,
    })),
    ...shape.outputs.map(({ id, x }) => ({
      ...at,
      ...{ id, type: "source" as const, position: Position.Bottom, x: x - half, y: shape.height - half },
    })),
  ];
}

/** Size and handles of every node. */
export function shapesOf(document: Document, catalog: Catalog, analysis: Analysis | null): Map<string, NodeShape> {
  return new Map(
    document.nodes.map((node) => {
      const lines = shownParams(catalog.layers[node.layer], node).length;
      return [node.id, shapeOf(document, catalog, node, analysis?.nodes[node.id]?.outputs.length ?? 1, lines)];
    }),
  );
}

function freshNode(node: Node, catalog: Catalog, shape: NodeShape): LayerFlowNode {
  const spec = catalog.layers[node.layer];
  return {
    id: node.id,
    type: "layer",
    position: { x: node.at[0], y: node.at[1] },
    ...{ width: NODE_WIDTH, height: shape.height, handles: handlesOf(shape) },
    data: { node, spec, shape, params: shownParams(spec, node) },
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
    const isSame = old && old.data.node === node && equalJson(old.data.shape, shape);
    const isInPlace = old && old.position.x === node.at[0] && old.position.y === node.at[1];
    if (isSame && isInPlace) return [(old.selected ?? false) === selected ? old : { ...old, selected }];
    const fresh = freshNode(node, catalog, shape);
    return [
      { ...fresh, selected, ...(old?.measured ? { measured: { width: NODE_WIDTH, height: shape.height } } : {}) },
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
  const lanes = lanesOf(document, new Map([...shapes].map(([id, shape]) => [id, shape.height])));
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
