/** Which wires can be drawn, and why others cannot. */
import { indexOf, reaches, wiresInto } from "./document";
import type { Catalog, Document, Edge, LayerSpec, Port } from "./types";

export type Start = readonly [node: string, output: number];
export type End = readonly [node: string, port: string, place: number];
export type Verdict =
  | { readonly edge: Edge; readonly refusal: null }
  | { readonly edge: null; readonly refusal: string };

const MERGE_HINT = "Join them with a merge layer such as Concatenate or Add.";

function no(refusal: string): Verdict {
  return { edge: null, refusal };
}

/** Ports of a node; a layer that the catalogue does not know is taken to have the usual one. */
export function portsOf(spec: LayerSpec | undefined): readonly Port[] {
  return spec ? spec.inputs : [{ name: "inputs", many: false, required: true, minimum: 1 }];
}

function fullRefusal(document: Document, port: Port, end: string): string | null {
  const count = wiresInto(document, end, port.name).length;
  return port.maximum != null && count >= port.maximum
    ? `${end} takes ${port.maximum} wires, and has them already.`
    : null;
}

function portRefusal(document: Document, spec: LayerSpec | undefined, end: string, name: string): string | null {
  if (spec?.kind === "input") return `${end} is an Input: data enters the network there, so no wire can.`;
  const port = portsOf(spec).find((candidate) => candidate.name === name);
  if (!port) return `${end} has no input called ${name}.`;
  const there = wiresInto(document, end, name)[0];
  if (port.many) return fullRefusal(document, port, end);
  if (!there) return null;
  const what = portsOf(spec).length === 1 ? "The input" : `The input ${name}`;
  return `${what} of ${end} takes one wire, and ${there.from[0]} is already wired to it. ${MERGE_HINT}`;
}

/**
 * Judges a wire. In a port of many places the wire goes to the place asked for when that is free, and behind the last one otherwise.
 */
export function judgeWire(document: Document, catalog: Catalog, from: Start, to: End): Verdict {
  const { nodes } = indexOf(document);
  const [start, output] = from;
  const [end, portName, wanted] = to;
  const target = nodes.get(end);
  if (!nodes.has(start) || !target) return no("A wire needs a layer at both ends.");
  if (start === end) return no(`${end} cannot feed itself.`);
  const spec = catalog.layers[target.layer];
  const refusal = portRefusal(document, spec, end, portName);
  if (refusal) return no(refusal);
  if (reaches(document, end, start)) return no(`This would close a cycle: ${end} already feeds ${start}.`);
  const taken = new Set(wiresInto(document, end, portName).map((edge) => edge.to[2]));
  const place = taken.has(wanted) ? Math.max(...taken) + 1 : wanted;
  return { edge: { from: [start, output], to: [end, portName, place] }, refusal: null };
}
