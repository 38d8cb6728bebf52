/** Between React Flow's connections and the rules: which wire a gesture means, and why it is refused. */
import type { Connection, FinalConnectionState } from "@xyflow/react";
import { judgeWire, type Verdict } from "@/graph/connect";
import { addEdge } from "@/graph/edit";
import { handlePort } from "@/graph/geometry";
import { choosePort } from "@/graph/ports";
import { useEditor } from "@/graph/store";
import type { Edge } from "@/graph/types";
import { askForPort } from "./askedPort";
import { clearRefusal, refuseAt } from "./refusing";

type Ends = Pick<Connection, "source" | "target"> & { sourceHandle?: string | null; targetHandle?: string | null };

function outputOf(handle: string | null | undefined): number {
  return handle ? handlePort(handle)[1] : 0;
}

/** What the rules say of a connection. */
export function judge({ source, target, sourceHandle, targetHandle }: Ends): Verdict {
  const { scene: document, catalog } = useEditor.getState();
  const [port, place] = handlePort(targetHandle ?? "inputs:0");
  return judgeWire(document, catalog, [source, outputOf(sourceHandle)], [target, port, place]);
}

/** Adds a wire that the rules allow, as one step. */
export function drawWire(edge: Edge): void {
  clearRefusal();
  useEditor.getState().draw(`Wire ${edge.from[0]} to ${edge.to[0]}`, (document) => addEdge(document, edge));
}

/** Draws the wire if the rules allow it, and says at the pointer why not otherwise. */
function draw(verdict: Verdict, at: { x: number; y: number }): void {
  if (verdict.edge) drawWire(verdict.edge);
  else refuseAt(verdict.refusal, at.x, at.y);
}

export function pointOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const at = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 };
}

/** The end of a drag: on a handle that wire; on a node's body the first port that takes it. */
export function endDrag(event: MouseEvent | TouchEvent, state: FinalConnectionState): void {
  const { fromHandle, toHandle } = state;
  const at = pointOf(event);
  if (!fromHandle || state.isValid) return;
  if (toHandle && toHandle.type === fromHandle.type) {
    const both = fromHandle.type === "source" ? "outputs" : "inputs";
    refuseAt(`Both ends are ${both}. A wire leads from an output, below a layer, to an input above one.`, at.x, at.y);
    return;
  }
  if (toHandle) {
    const [start, end] = fromHandle.type === "source" ? [fromHandle, toHandle] : [toHandle, fromHandle];
    draw(
      judge({ source: start.nodeId, sourceHandle: start.id ?? null, target: end.nodeId, targetHandle: end.id ?? null }),
      at,
    );
    return;
  }
  const over = document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>("[data-layer]")?.dataset.layer;
  if (!over) return;
  if (fromHandle.type === "source") leadTo([fromHandle.nodeId, outputOf(fromHandle.id)], over, at);
  else
    draw(
      judge({
        source: over,
        sourceHandle: "out:0",
        target: fromHandle.nodeId,
        targetHandle: fromHandle.id ?? "inputs:0",
      }),
      at,
    );
}

/** Leads a wire to a node: to the port that needs it; where several could, it is asked which. */
function leadTo(from: readonly [string, number], end: string, at: { x: number; y: number }): void {
  const { scene, catalog } = useEditor.getState();
  const choice = choosePort(scene, catalog, from, end);
  if (choice.kind === "one") drawWire(choice.edge);
  else if (choice.kind === "several") askForPort(end, choice.choices, at);
  else refuseAt(choice.refusal, at.x, at.y);
}

/** A connection that React Flow found valid. */
export function connect(connection: Connection): void {
  draw(judge(connection), { x: 0, y: 0 });
}
