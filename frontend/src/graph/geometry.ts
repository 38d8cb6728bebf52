/** How large a node is drawn and where its handles sit: known before anything is on the screen, so that nothing has to be measured. */
import { portsOf } from "./connect";
import { indexOf, wiresInto } from "./document";
import { placeName } from "./ports";
import type { Catalog, Document, LayerSpec, Node, Port } from "./types";

export const NODE_WIDTH = 222;
/** Operations are drawn smaller than layers: there are many of them, and each says little. */
export const OPERATION_WIDTH = 142;
export const NODE_HEIGHT = 66;
export const ROW_GAP = 52;
export const COLUMN_GAP = 36;
export const HANDLE = 12;
/** The coloured band at a node's left edge, where no port's name can be read. */
export const BAND = 28;
export const PITCH_X = NODE_WIDTH + COLUMN_GAP;
export const PITCH_Y = NODE_HEIGHT + ROW_GAP;
/** How far above the node ports stand that need no wire; they are seen while a wire is drawn. */
export const SPARE_ROW = 24;
const HEAD_HEIGHT = 46;
const LINE_HEIGHT = 18;
const PORT_LABEL_HEIGHT = 13;

export type HandleSpec = {
  readonly id: string;
  readonly x: number;
  readonly label: string;
  readonly isFree: boolean;
  /** Whether it needs no wire and has none: it stands above the node, and is seen only while a wire is drawn. */
  readonly isSpare: boolean;
};

export type NodeShape = {
  readonly width: number;
  readonly height: number;
  readonly inputs: readonly HandleSpec[];
  readonly outputs: readonly HandleSpec[];
  readonly hasPortLabels: boolean;
  readonly isOrdered: boolean;
};

type Bare = Omit<HandleSpec, "x">;

/** Spreads handles over a stretch of the node's edge. */
function spread(handles: readonly Bare[], from: number, width: number): HandleSpec[] {
  return handles.map((handle, place) => ({ ...handle, x: from + (width * (place + 1)) / (handles.length + 1) }));
}

/** The layer's ports, and those that wires lead to although it has none such: a wrong wire is drawn too. */
function drawnPorts(document: Document, spec: LayerSpec | undefined, id: string): Port[] {
  const ports = [...portsOf(spec)];
  for (const { to } of indexOf(document).arriving.get(id) ?? []) {
    if (!ports.some((port) => port.name === to[1]))
      ports.push({ name: to[1], many: false, required: false, minimum: 1 });
  }
  return ports;
}

/** A handle for each place of a port that is taken, and one more where a wire can still go. */
function portHandles(
  document: Document,
  spec: LayerSpec | undefined,
  port: Port,
  id: string,
  isAlone: boolean,
): Bare[] {
  const used = new Set(wiresInto(document, id, port.name).map((edge) => edge.to[2]));
  const isFull = port.many ? port.maximum != null && used.size >= port.maximum : used.size > 0;
  const places = isFull ? [...used] : [...used, Math.max(-1, ...used) + 1];
  const middle = places[Math.floor((places.length - 1) / 2)];
  return places.map((place) => {
    const isFree = !used.has(place);
    const order = spec?.kind === "formula" ? placeName(spec, port.name, place) : `${place + 1}`;
    return {
      id: `${port.name}:${place}`,
      label: isAlone ? (isFree ? "+" : order) : place === middle || (isFree && !port.required) ? port.name : "",
      isFree,
      isSpare: isFree && !port.required,
    };
  });
}

function outputHandles(document: Document, id: string, outputs: number): Bare[] {
  const used = new Set((indexOf(document).leaving.get(id) ?? []).map((edge) => edge.from[1]));
  const all = new Set([...Array.from({ length: Math.max(1, outputs) }, (_, output) => output), ...used]);
  return [...all]
    .sort((a, b) => a - b)
    .map((output) => ({
      ...{ id: `out:${output}`, label: all.size > 1 ? `${output + 1}` : "" },
      ...{ isFree: !used.has(output), isSpare: false },
    }));
}

/**
 * The stretch of the node's edge that each port has: equal ones beside the band; but where all others may stay empty, the first has the
 * middle, so that a stack with recurrent layers is a straight line.
 */
function stretches(ports: readonly Port[], full: number): (readonly [from: number, width: number])[] {
  const [main, ...others] = ports;
  if (ports.length < 2 || (main?.required && others.every((port) => !port.required))) {
    const half = full / 2 - HANDLE;
    const width = half / Math.max(1, others.length);
    return [[0, full], ...others.map((_, place) => [full - half + place * width, width] as const)];
  }
  const width = (full - BAND) / ports.length;
  return ports.map((_, place) => [BAND + place * width, width]);
}

export function widthOf(spec: LayerSpec | undefined): number {
  return spec?.kind === "operation" ? OPERATION_WIDTH : NODE_WIDTH;
}

function heightOf(spec: LayerSpec | undefined, lines: number, ports: number): number {
  const labels = ports > 1 ? PORT_LABEL_HEIGHT : 0;
  const hasLine = lines > 0 && spec?.kind !== "operation";
  return HEAD_HEIGHT + (hasLine ? LINE_HEIGHT : 0) + labels;
}

/** Size and handles of a node. `outputs` is how many tensors Keras says it gives. */
export function shapeOf(document: Document, catalog: Catalog, node: Node, outputs: number, lines: number): NodeShape {
  const spec = catalog.layers[node.layer];
  const width = widthOf(spec);
  const all = drawnPorts(document, spec, node.id);
  const isAlone = all.length === 1;
  const handles = all.map((port) => portHandles(document, spec, port, node.id, isAlone));
  const shown = all.filter((_, place) => handles[place]?.some((handle) => !handle.isSpare));
  const places = stretches(shown, width);
  const spare = handles.flat().filter((handle) => handle.isSpare);
  const onEdge = shown.flatMap((port, place) => {
    const own = handles[all.indexOf(port)] ?? [];
    return spread(
      own.filter((handle) => !handle.isSpare),
      ...(places[place] ?? [0, width]),
    );
  });
  return {
    width,
    height: heightOf(spec, lines, shown.length),
    inputs: [...onEdge, ...spread(spare, 0, width)],
    outputs: spread(outputHandles(document, node.id, outputs), 0, width),
    hasPortLabels: shown.length > 1,
    isOrdered: isAlone && all[0]?.many === true,
  };
}

/** The end of a wire that a handle stands for. */
export function handlePort(handle: string): [port: string, place: number] {
  const cut = handle.lastIndexOf(":");
  return [handle.slice(0, cut), Number(handle.slice(cut + 1))];
}
