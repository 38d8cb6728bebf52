import { type DragEvent, useState } from "react";
import { insertRefusal } from "@/editor/commands";
import { titleOf } from "@/graph/describe";
import { edgeKey } from "@/graph/document";
import { NODE_WIDTH } from "@/graph/geometry";
import { insertAt, insertOnEdge } from "@/graph/insert";
import { useEditor } from "@/graph/store";
import { refuseAt } from "./refusal";
import { toCanvas } from "./view";

export const LAYER_TYPE = "application/x-layerloom-layer";

function wireUnder(event: DragEvent): string | null {
  const hit = document
    .elementsFromPoint(event.clientX, event.clientY)
    .map((element) => element.closest<SVGElement>(".react-flow__edge"))
    .find((edge) => edge !== null);
  return hit?.dataset.id ?? null;
}

function dropLayer(layer: string, wire: string | null, x: number, y: number): void {
  const { draw, catalog, activate } = useEditor.getState();
  const [left, top] = toCanvas(x, y);
  const at = [left - NODE_WIDTH / 2, top - 33] as const;
  const refusal = insertRefusal(layer);
  if (refusal) {
    refuseAt(refusal, x, y);
    return;
  }
  let id = "";
  draw(`Add ${titleOf(layer)}`, (document) => {
    const edge = wire ? document.edges.find((candidate) => edgeKey(candidate) === wire) : undefined;
    const added = edge ? insertOnEdge(document, catalog, layer, edge, at) : insertAt(document, catalog, layer, at);
    id = added.id;
    return added.document;
  });
  activate(id);
}

/** Takes layers that are dragged in from the palette. A wire under the pointer lights up: dropped there, the layer goes between. */
export function useDrop() {
  const [target, setTarget] = useState<string | null>(null);
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(LAYER_TYPE)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    setTarget(wireUnder(event));
  };
  const onDrop = (event: DragEvent) => {
    const layer = event.dataTransfer.getData(LAYER_TYPE);
    if (!layer) return;
    event.preventDefault();
    dropLayer(layer, wireUnder(event), event.clientX, event.clientY);
    setTarget(null);
  };
  const onDragLeave = (event: DragEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget as globalThis.Node | null)) setTarget(null);
  };
  return { target, onDragOver, onDrop, onDragLeave };
}
