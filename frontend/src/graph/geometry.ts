/** How large a node is drawn and where its handles sit: known before anything is on the screen, so that nothing has to be measured. */
import { portsOf } from "./connect";
import { indexOf } from "./document";
import type { Catalog, Document, LayerSpec, Node } from "./types";

export const NODE_WIDTH = 204;
export const ROW_GAP = 52;
export const COLUMN_GAP = 36;
export const HANDLE = 12;
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

function spread(count: number): number[] {
  return Array.from({ length: count }, (_, place) => (NODE_WIDTH * (place + 1)) / (count + 1));
}

function inputHandles(document: Document, spec: LayerSpec | undefined, id: string): Omit<HandleSpec, "x">[] {
  const arriving = indexOf(document).arriving.get(id) ?? [];
  const isAlone = portsOf(spec).length === 1;
  return portsOf(spec).flatMap((port) => {
    const places = arriving.filter((edge) => edge.to[1] === port.name).map((edge) => edge.to[2]);
    const used = new Set(places);
    const isFull = port.maximum != null && used.size >= port.maximum;
    const last = port.many ? Math.max(-1, ...places) + (isFull ? 0 : 1) : 0;
    const label = (place: number) => (isAlone ? `${place + 1}` : place === 0 ? port.name : "");
    return Array.from({ length: last + 1 }, (_, place) => ({
      id: `${port.name}:${place}`,
      label: used.has(place) || !isAlone ? label(place) : "+",
      isFree: !used.has(place),
    }));
  });
}

function outputHandles(document: Document, id: string, outputs: number): Omit<HandleSpec, "x">[] {
  const leaving = indexOf(document).leaving.get(id) ?? [];
  const used = new Set(leaving.map((edge) => edge.from[1]));
  const count = Math.max(1, outputs, ...[...used].map((output) => output + 1));
  return Array.from({ length: count }, (_, output) => ({
    id: `out:${output}`,
    label: count > 1 ? `${output + 1}` : "",
    isFree: !used.has(output),
  }));
}

function placed(handles: Omit<HandleSpec, "x">[]): HandleSpec[] {
  const xs = spread(handles.length);
  return handles.map((handle, place) => ({ ...handle, x: xs[place] ?? NODE_WIDTH / 2 }));
}

/** Size and handles of a node. `outputs` is how many tensors Keras says it gives. */
export function shapeOf(document: Document, catalog: Catalog, node: Node, outputs: number, lines: number): NodeShape {
  const spec = catalog.layers[node.layer];
  const ports = portsOf(spec);
  const hasPortLabels = ports.length > 1;
  return {
    height: HEAD_HEIGHT + (lines > 0 ? LINE_HEIGHT : 0) + (hasPortLabels ? PORT_LABEL_HEIGHT : 0),
    inputs: placed(inputHandles(document, spec, node.id)),
    outputs: placed(outputHandles(document, node.id, outputs)),
    hasPortLabels,
    isOrdered: ports.length === 1 && ports[0]?.many === true,
  };
}

/** The end of a wire that a handle stands for. */
export function handlePort(handle: string): [port: string, place: number] {
  const cut = handle.lastIndexOf(":");
  return [handle.slice(0, cut), Number(handle.slice(cut + 1))];
}
