/** The canvas as commands see it: where the eye is, and moving it. Empty while no canvas is on the screen. */
import { getViewportForBounds, type ReactFlowInstance, type Viewport } from "@xyflow/react";
import type { Point } from "@/graph/edit";
import { NODE_WIDTH } from "@/graph/geometry";
import { useEditor } from "@/graph/store";
import type { LayerFlowNode, WireFlowEdge } from "./flow";
import { isSameView, withSameMiddle } from "./room";

export type Flow = ReactFlowInstance<LayerFlowNode, WireFlowEdge>;

/** The furthest that the eye goes away. */
export const SMALLEST = 0.05;
/** The zoom at which a node can still be read. */
const READABLE = 0.66;

let flow: Flow | null = null;
let pane: HTMLElement | null = null;
/** The first look at what is open; null before there was one. */
let start: Viewport | null = null;
/** Until when the eye moves, by performance.now. */
let movesUntil = 0;

export function attachView(instance: Flow | null, element: HTMLElement | null): void {
  flow = instance;
  pane = element;
  start = null;
  views.clear();
}

/** How long the eye takes to move; at once for those who asked for less motion. */
export function duration(): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 220;
}

/** What lies over the canvas's upper edge while a block is open: the path back. */
const PATH_HEIGHT = 48;

/** The first y that is free to draw on. */
function topOfView(): number {
  return useEditor.getState().inside.length > 0 ? PATH_HEIGHT : 0;
}

function padding() {
  const top = topOfView();
  return top > 0 ? ({ top: `${top + 12}px`, x: 0.12, bottom: 0.12 } as const) : 0.12;
}

/** How long a movement that begins now takes. */
function moving(): number {
  const milliseconds = duration();
  movesUntil = performance.now() + milliseconds;
  return milliseconds;
}

export function fitView(nodes?: readonly string[]): void {
  const only = nodes ? { nodes: nodes.map((id) => ({ id })) } : {};
  void flow?.fitView({ padding: padding(), maxZoom: 1, duration: moving(), ...only });
}

function startAt(view: Viewport): void {
  start = view;
  void flow?.setViewport(view);
}

/** The first look at a network, at once: all of it where that can be read, else its beginning. Nothing moves away from under a click. */
export function showStart(): void {
  const box = pane?.getBoundingClientRect();
  if (!flow || !box) return;
  const top = topOfView();
  const nodes = flow.getNodes();
  if (nodes.length === 0) {
    startAt({ x: (box.width - NODE_WIDTH) / 2, y: top + 36, zoom: 1 });
    return;
  }
  const bounds = flow.getNodesBounds(nodes);
  const fits = Math.min(box.width / (bounds.width + 96), (box.height - top) / (bounds.height + 96));
  if (fits >= READABLE) {
    startAt(getViewportForBounds(bounds, box.width, box.height, SMALLEST, 1, padding()));
    return;
  }
  const x = box.width / 2 - (bounds.x + bounds.width / 2) * READABLE;
  startAt({ x, y: top + 36 - bounds.y * READABLE, zoom: READABLE });
}

/** After the canvas grew by so many pixels to the side: the first look again where nobody has moved since, else the same in the middle as before. */
export function followWidth(grown: number): void {
  if (!flow || performance.now() < movesUntil) return;
  const view = flow.getViewport();
  if (start !== null && isSameView(view, start)) showStart();
  else void flow.setViewport(withSameMiddle(view, grown));
}

/** Where the eye was in each block that was open, and in the network. */
const views = new Map<string, Viewport>();

/** Remembers where the eye is, under a name. */
export function keepView(name: string): void {
  if (flow) views.set(name, flow.getViewport());
}

/** Looks again where the eye was under that name; at the beginning where it was never. */
export function takeUpView(name: string): void {
  const kept = views.get(name);
  if (flow && kept) void flow.setViewport(kept);
  else showStart();
}

export function zoomBy(factor: number): void {
  if (flow) void flow.zoomTo(flow.getZoom() * factor, { duration: moving() });
}

/** A place for a node whose middle is to lie in the middle of what can be seen. */
export function middleOfView(): Point {
  const box = pane?.getBoundingClientRect();
  if (!flow || !box) return [0, 0];
  const { x, y } = flow.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  return [x - NODE_WIDTH / 2, y - 33];
}

/** A point of the screen as a point of the canvas. */
export function toCanvas(x: number, y: number): Point {
  const at = flow?.screenToFlowPosition({ x, y }) ?? { x: 0, y: 0 };
  return [at.x, at.y];
}

function isInView(id: string): boolean {
  const node = flow?.getNode(id);
  const box = pane?.getBoundingClientRect();
  if (!flow || !node || !box) return false;
  const corner = flow.flowToScreenPosition(node.position);
  const zoom = flow.getZoom();
  const [width, height] = [NODE_WIDTH * zoom, (node.height ?? 66) * zoom];
  return (
    corner.x >= box.x &&
    corner.y >= box.y + topOfView() &&
    corner.x + width <= box.right &&
    corner.y + height <= box.bottom
  );
}

/** Brings a node into view if it is not there, without changing the zoom more than reading needs. */
export function reveal(id: string): void {
  const at = useEditor.getState().scene.nodes.find((node) => node.id === id)?.at;
  if (!flow || !at || isInView(id)) return;
  void flow.setCenter(at[0] + NODE_WIDTH / 2, at[1] + 33, {
    zoom: Math.max(flow.getZoom(), 0.6),
    duration: moving(),
  });
}

/** How often the keyboard was asked to a node: what waits for its node to be drawn gives way to what was asked later. */
let asked = 0;

const TRIES = 12;

/** Puts the keyboard on a node: at once where it is drawn, else as soon as it is, unless a person has taken it elsewhere by then. */
export function focusNode(id: string): void {
  asked += 1;
  const wish = asked;
  const before = document.activeElement;
  const isTaken = () => document.activeElement !== before && document.activeElement !== document.body;
  const put = (tries: number) => {
    if (wish !== asked || isTaken()) return;
    const element = pane?.querySelector<HTMLElement>(`[data-layer="${CSS.escape(id)}"]`);
    element?.focus({ preventScroll: true });
    if ((!element || document.activeElement !== element) && tries > 0) requestAnimationFrame(() => put(tries - 1));
  };
  put(TRIES);
}

/** Goes to a node: selects it, shows it, and puts the keyboard on it. */
export function goTo(id: string): void {
  useEditor.getState().activate(id);
  focusNode(id);
  requestAnimationFrame(() => {
    if (useEditor.getState().active === id) reveal(id);
  });
}
