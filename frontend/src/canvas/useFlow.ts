import { applyNodeChanges, type EdgeChange, type NodeChange } from "@xyflow/react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { move, type Point } from "@/graph/edit";
import { useEditor } from "@/graph/store";
import { flowEdges, flowNodes, type LayerFlowNode, shapesOf, type WireFlowEdge } from "./flow";

/** How many tensors each node gives: the only thing of the analysis that changes how a node is drawn on the canvas. */
function useOutputCounts(): string {
  return useEditor((state) =>
    Object.entries(state.figures)
      .filter(([, node]) => node.outputs.length > 1)
      .map(([id, node]) => `${id}:${node.outputs.length}`)
      .join(),
  );
}

function selected(changes: readonly (NodeChange | EdgeChange)[], before: ReadonlySet<string>): Set<string> {
  const next = new Set(before);
  for (const change of changes) {
    if (change.type !== "select") continue;
    if (change.selected) next.add(change.id);
    else next.delete(change.id);
  }
  return next;
}

/** The document as React Flow's nodes and wires. Drags stay in here until they end; then they are one step of the history. */
export function useFlow() {
  const document = useEditor((state) => state.scene);
  const catalog = useEditor((state) => state.catalog);
  const selection = useEditor((state) => state.selection);
  const selectedEdges = useEditor((state) => state.selectedEdges);
  const outputs = useOutputCounts();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `outputs` stands for the part of the analysis that is read here
  const shapes = useMemo(() => shapesOf(document, catalog, useEditor.getState().figures), [document, catalog, outputs]);

  const [nodes, setNodes] = useState<LayerFlowNode[]>(() => flowNodes([], document, catalog, shapes, selection));
  const [edges, setEdges] = useState<WireFlowEdge[]>(() => flowEdges([], document, shapes, selectedEdges));

  useEffect(() => {
    setNodes((before) => flowNodes(before, document, catalog, shapes, selection));
  }, [document, catalog, shapes, selection]);
  useEffect(() => {
    setEdges((before) => flowEdges(before, document, shapes, selectedEdges));
  }, [document, shapes, selectedEdges]);

  const onNodesChange = useCallback((changes: NodeChange<LayerFlowNode>[]) => {
    const { select, selection, selectedEdges } = useEditor.getState();
    if (changes.some((change) => change.type === "select")) select(selected(changes, selection), selectedEdges);
    const kept = changes.filter((change) => change.type === "position" || change.type === "dimensions");
    if (kept.length) setNodes((before) => applyNodeChanges(kept, before));
  }, []);

  const onEdgesChange = useCallback((changes: EdgeChange<WireFlowEdge>[]) => {
    const { select, selection, selectedEdges } = useEditor.getState();
    if (changes.some((change) => change.type === "select")) select(selection, selected(changes, selectedEdges));
  }, []);

  const onDragStop = useCallback((_: unknown, __: unknown, moved: LayerFlowNode[]) => {
    const places = new Map(
      moved.map((node) => [node.id, [Math.round(node.position.x), Math.round(node.position.y)] as Point]),
    );
    const label = moved.length === 1 ? `Move ${moved[0]?.id}` : `Move ${moved.length} layers`;
    useEditor.getState().draw(label, (before) => move(before, places));
  }, []);

  return { nodes, edges, onNodesChange, onEdgesChange, onDragStop };
}
