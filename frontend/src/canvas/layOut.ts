import type { ElkNode } from "elkjs/lib/elk-api";
import workerUrl from "elkjs/lib/elk-worker.min.js?url";
import type { Point } from "@/graph/edit";
import type { Figures } from "@/graph/insideAnalysis";
import { elkGraph, elkPlaces } from "@/graph/layout";
import type { Catalog, Document } from "@/graph/types";
import { shapesOf } from "./flow";

let engine: Promise<{ layout(graph: ElkNode): Promise<ElkNode> }> | null = null;

async function startEngine() {
  const { default: Elk } = await import("elkjs/lib/elk-api.js");
  return new Elk({ workerUrl });
}

/** Where each node goes; worked out in a worker that is started at the first use. */
export async function layOut(document: Document, catalog: Catalog, figures: Figures): Promise<Map<string, Point>> {
  engine ??= startEngine();
  const elk = await engine;
  return elkPlaces(await elk.layout(elkGraph(document, shapesOf(document, catalog, figures))));
}
