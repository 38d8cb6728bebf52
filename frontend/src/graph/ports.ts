/** Which ports of a node a wire can go to, and which of them it goes to when no one says. */
import { judgeWire, portsOf, type Start } from "./connect";
import { indexOf, wiresInto } from "./document";
import type { Catalog, Document, Edge, LayerSpec, Port } from "./types";

export type PortChoice = { readonly port: string; readonly edge: Edge };
export type Choice =
  | { readonly kind: "one"; readonly edge: Edge }
  | { readonly kind: "several"; readonly choices: readonly PortChoice[] }
  | { readonly kind: "none"; readonly refusal: string };

/** The letters of a formula's wires, in order. */
export const LETTERS = ["x", "y", "z", "w", "v", "u"] as const;

/** What a place of a port is called on the canvas and in menus. */
export function placeName(spec: LayerSpec | undefined, port: string, place: number): string {
  if (spec?.kind === "formula") return LETTERS[place] ?? `${place + 1}`;
  return port;
}

/** Ports that can take another wire from here, in the layer's order. */
export function openPorts(document: Document, catalog: Catalog, from: Start, end: string): PortChoice[] {
  const target = indexOf(document).nodes.get(end);
  return portsOf(target && catalog.layers[target.layer]).flatMap((port): PortChoice[] => {
    const place = wiresInto(document, end, port.name).length;
    const { edge } = judgeWire(document, catalog, from, [end, port.name, place]);
    return edge ? [{ port: port.name, edge }] : [];
  });
}

/** Whether a port waits for a wire: it needs more than it has. */
function waits(document: Document, end: string, port: Port): boolean {
  return port.required && (port.many || wiresInto(document, end, port.name).length === 0);
}

/**
 * Where a wire goes that is led to a node and to none of its ports: to the one port that needs it; where several do, or only optional
 * ones are left, a person chooses.
 */
export function choosePort(document: Document, catalog: Catalog, from: Start, end: string): Choice {
  const target = indexOf(document).nodes.get(end);
  const ports = portsOf(target && catalog.layers[target.layer]);
  const choices = openPorts(document, catalog, from, end);
  const [first] = choices;
  if (!first) {
    const port = ports[0]?.name ?? "inputs";
    const { refusal } = judgeWire(document, catalog, from, [end, port, wiresInto(document, end, port).length]);
    return { kind: "none", refusal: refusal ?? `No input of ${end} takes this wire.` };
  }
  const needed = choices.filter(({ port }) => ports.some((one) => one.name === port && waits(document, end, one)));
  const [only] = needed;
  if (only && needed.length === 1) return { kind: "one", edge: only.edge };
  return choices.length === 1 ? { kind: "one", edge: first.edge } : { kind: "several", choices };
}
