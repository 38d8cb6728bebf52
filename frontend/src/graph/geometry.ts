/** How large a node is drawn and where its handles sit: known before anything is on the screen, so that nothing has to be measured. */
import { portsOf } from "./connect";
import { indexOf, wiresInto } from "./document";
import type { Catalog, Document, LayerSpec, Node, Port } from "./types";

export const NODE_WIDTH = 222;
export const ROW_GAP = 52;
export const COLUMN_GAP = 36;
export const HANDLE = 12;
/** The coloured band at a node's left edge, where no port's name can be read. */
export const BAND = 28;
const HEAD_HEIGHT = 46;
const LINE_HEIGHT = 18;
const PORT_LABEL_HEIGHT = 13;

export type HandleSpec = {
  readonly id: string;
  readonly x: number;
  readonly label: string;
  readonly isFree: boolean;
};

export type NodeShape = {
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
function portHandles(document: Document, port: Port, id: string, isAlone: boolean): Bare[] {
  const used = new Set(wiresInto(document, id, port.name).map((edge) => edge.to[2]));
  const isFull = port.many ? port.maximum != null && used.size >= port.maximum : used.size > 0;
  const places = isFull ? [...used] : [...used, Math.max(-1, ...used) + 1];
  const middle = places[Math.floor((places.length - 1) / 2)];
  return places.map((place) => {
    const order = used.has(place) ? `${place + 1}` : "+";
    return {
      id: `${port.name}:${place}`,
      label: isAlone ? order : place === middle ? port.name : "",
      isFree: !used.has(place),
    };
  });
}

function outputHandles(document: Document, id: string, outputs: number): Bare[] {
  const used = new Set((indexOf(document).leaving.get(id) ?? []).map((edge) => edge.from[1]));
  const all = new Set([...Array.from({ length: Math.max(1, outputs) }, (_, output) => output), ...used]);
  return [...all]
    .sort((a, b) => a - b)
    .map((output) => ({ id: `out:${output}`, label: all.size > 1 ? `${output + 1}` : "", isFree: !used.has(output) }));
}

/**
 * The stretch of the node's edge that each port has: equal ones beside the band; but where all others may stay empty, the first has the
 * middle, so that a stack with recurrent layers is a straight line.
 */
function stretches(ports: readonly Port[]): (readonly [from: number, width: number])[] {
  const [main, ...others] = ports;
  if (ports.length < 2 || (main?.required && others.every((port) => !port.required))) {
    const half = NODE_WIDTH / 2 - HANDLE;
    const width = half / Math.max(1, others.length);
    return [[0, NODE_WIDTH], ...others.map((_, place) => [NODE_WIDTH - half + place * width, width] as const)];
  }
  const width = (NODE_WIDTH - BAND) / ports.length;
  return ports.map((_, place) => [BAND + place * width, width]);
}

/** Size and handles of a node. `outputs` is how many tensors Keras says it gives. */
export function shapeOf(document: Document, catalog: Catalog, node: Node, outputs: number, lines: number): NodeShape {
  const spec = catalog.layers[node.layer];
  const ports = drawnPorts(document, spec, node.id);
  const isAlone = ports.length === 1;
  const places = stretches(ports);
  return {
    height: HEAD_HEIGHT + (lines > 0 ? LINE_HEIGHT : 0) + (ports.length > 1 ? PORT_LABEL_HEIGHT : 0),
    inputs: ports.flatMap((port, place) =>
      spread(portHandles(document, port, node.id, isAlone), ...(places[place] ?? [0, NODE_WIDTH])),
    ),
    outputs: spread(outputHandles(document, node.id, outputs), 0, NODE_WIDTH),
    hasPortLabels: ports.length > 1,
    isOrdered: isAlone && ports[0]?.many === true,
  };
}

/** The end of a wire that a handle stands for. */
export function handlePort(handle: string): [port: string, place: number] {
  const cut = handle.lastIndexOf(":");
  return [handle.slice(0, cut), Number(handle.slice(cut + 1))];
}
