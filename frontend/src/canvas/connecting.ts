/** Between React Flow's connections and the rules: which wire a gesture means, and why it is refused. */
import type { Connection, FinalConnectionState } from "@xyflow/react";
import { judgeNode, judgeWire, type Verdict } from "@/graph/connect";
import { addEdge } from "@/graph/edit";
import { handlePort } from "@/graph/geometry";
import { useEditor } from "@/graph/store";
import { clearRefusal, refuseAt } from "./refusal";

type Ends = Pick<Connection, "source" | "target"> & { sourceHandle?: string | null; targetHandle?: string | null };

function outputOf(handle: string | null | undefined): number {
  return handle ? handlePort(handle)[1] : 0;
}

/** What the rules say of a connection. */
export function judge({ source, target, sourceHandle, targetHandle }: Ends): Verdict {
  const { document, catalog } = useEditor.getState();
  const [port, place] = handlePort(targetHandle ?? "inputs:0");
  return judgeWire(document, catalog, [source, outputOf(sourceHandle)], [target, port, place]);
}

/** Draws the wire if the rules allow it, and says at the pointer why not otherwise. */
function draw(verdict: Verdict, at: { x: number; y: number }): void {
  if (verdict.edge) {
    const { edge } = verdict;
    clearRefusal();
    useEditor.getState().edit(`Wire ${edge.from[0]} to ${edge.to[0]}`, (document) => addEdge(document, edge));
  } else refuseAt(verdict.refusal, at.x, at.y);
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
  if (over) draw(judgeBody(fromHandle.nodeId, fromHandle.id, fromHandle.type, over), at);
}

function judgeBody(node: string, handle: string | null | undefined, type: string, over: string): Verdict {
  const { document, catalog } = useEditor.getState();
  if (type === "source") return judgeNode(document, catalog, [node, outputOf(handle)], over);
  return judge({ source: over, sourceHandle: "out:0", target: node, targetHandle: handle ?? "inputs:0" });
}

/** A connection that React Flow found valid. */
export function connect(connection: Connection): void {
  draw(judge(connection), { x: 0, y: 0 });
}

/** Wires two nodes by name; says the refusal where there is one. */
export function connectNodes(from: string, to: string, output = 0): string | null {
  const { document, catalog } = useEditor.getState();
  const verdict = judgeNode(document, catalog, [from, output], to);
  if (verdict.edge) draw(verdict, { x: 0, y: 0 });
  return verdict.refusal;
}
