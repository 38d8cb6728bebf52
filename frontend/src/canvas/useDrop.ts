import { type DragEvent, useState } from "react";
import { insertRefusal } from "@/editor/commands";
import { insertKept, type KeptBlock } from "@/editor/nodeCommands";
import { titleOf } from "@/graph/describe";
import { edgeKey } from "@/graph/document";
import { NODE_WIDTH } from "@/graph/geometry";
import { insertAt, insertOnEdge } from "@/graph/insert";
import { useEditor } from "@/graph/store";
import type { Catalog, Document } from "@/graph/types";
import { refuseAt } from "./refusing";
import { toCanvas } from "./view";

export const LAYER_TYPE = "application/x-layerloom-layer";
/** A block of one's own palette, with what stands in it. */
export const KEPT_TYPE = "application/x-layerloom-block";

function wireUnder(event: DragEvent): string | null {
  const hit = document
    .elementsFromPoint(event.clientX, event.clientY)
    .map((element) => element.closest<SVGElement>(".react-flow__edge"))
    .find((edge) => edge !== null);
  return hit?.dataset.id ?? null;
}

/** Puts what is dropped under the pointer, or on the wire that lies there. */
function placing(wire: string | null, x: number, y: number) {
  const [left, top] = toCanvas(x, y);
  const at = [left - NODE_WIDTH / 2, top - 33] as const;
  return (document: Document, catalog: Catalog, layer: string) => {
    const edge = wire ? document.edges.find((candidate) => edgeKey(candidate) === wire) : undefined;
    return edge ? insertOnEdge(document, catalog, layer, edge, at) : insertAt(document, catalog, layer, at);
  };
}

function dropLayer(layer: string, wire: string | null, x: number, y: number): void {
  const { draw, catalog, activate } = useEditor.getState();
  const refusal = insertRefusal(layer);
  if (refusal) {
    refuseAt(refusal, x, y);
    return;
  }
  const put = placing(wire, x, y);
  let id = "";
  draw(`Add ${titleOf(layer)}`, (document) => {
    const added = put(document, catalog, layer);
    id = added.id;
    return added.document;
  });
  activate(id);
}

function drop({ dataTransfer, clientX, clientY }: DragEvent, wire: string | null): boolean {
  const layer = dataTransfer.getData(LAYER_TYPE);
  const kept = dataTransfer.getData(KEPT_TYPE);
  if (layer) dropLayer(layer, wire, clientX, clientY);
  else if (kept) insertKept(JSON.parse(kept) as KeptBlock, placing(wire, clientX, clientY));
  return Boolean(layer || kept);
}

/** Takes layers that are dragged in from the palette. A wire under the pointer lights up: dropped there, the layer goes between. */
export function useDrop() {
  const [target, setTarget] = useState<string | null>(null);
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.some((type) => type === LAYER_TYPE || type === KEPT_TYPE)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    setTarget(wireUnder(event));
  };
  const onDrop = (event: DragEvent) => {
    if (!drop(event, wireUnder(event))) return;
    event.preventDefault();
    setTarget(null);
  };
  const onDragLeave = (event: DragEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget as globalThis.Node | null)) setTarget(null);
  };
  return { target, onDragOver, onDrop, onDragLeave };
}
