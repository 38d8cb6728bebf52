/** Putting another layer in a node's place: its name, its place and its wires stay where the new layer has a port for them. */
import { portsOf } from "./connect";
import { edgeKey, indexOf } from "./document";
import { closeGaps, rename } from "./edit";
import { makeNode } from "./insert";
import { handOver } from "./sharing";
import type { Catalog, Document, Edge, Node, Port } from "./types";

/** The old wires in the order of the old ports. */
function inOrder(document: Document, node: Node, catalog: Catalog): Edge[] {
  const ports = portsOf(catalog.layers[node.layer]).map((port) => port.name);
  const rank = (edge: Edge) => (ports.includes(edge.to[1]) ? ports.indexOf(edge.to[1]) : ports.length);
  const wires = indexOf(document).arriving.get(node.id) ?? [];
  return wires.toSorted((a, b) => rank(a) - rank(b) || a.to[2] - b.to[2]);
}

/** Wires led to new ports: by name where the port is there, the others to the ports that are left, in order. */
function led(wires: readonly Edge[], ports: readonly Port[]): Edge[] {
  const room = new Map(ports.map((port) => [port.name, port.many ? (port.maximum ?? Number.POSITIVE_INFINITY) : 1]));
  const count = new Map<string, number>();
  const take = (edge: Edge, port: string | undefined): Edge | null => {
    const place = port === undefined ? 0 : (count.get(port) ?? 0);
    if (port === undefined || place >= (room.get(port) ?? 0)) return null;
    count.set(port, place + 1);
    return { from: edge.from, to: [edge.to[0], port, place] };
  };
  const named = wires.map((edge) => take(edge, room.has(edge.to[1]) ? edge.to[1] : undefined));
  const free = () => ports.find((port) => (count.get(port.name) ?? 0) < (room.get(port.name) ?? 0))?.name;
  return wires.flatMap((edge, place) => named[place] ?? take(edge, free()) ?? []);
}

/** The name after replacing: a placeholder that nobody gave a name is called after its new layer, every other node keeps its own. */
export function nameAfterReplacing(document: Document, catalog: Catalog, id: string, layer: string): string {
  const old = catalog.layers[indexOf(document).nodes.get(id)?.layer ?? ""];
  const stem = old?.auto_name || old?.name.toLowerCase();
  const isUnnamed = old?.kind === "placeholder" && stem !== undefined && id.replace(/_\d+$/, "") === stem;
  return isUnnamed ? makeNode(document, layer, catalog.layers[layer], [0, 0]).id : id;
}

/** Replaces the layer of a node by another; wires that find no port there are taken away. */
export function replaceNode(document: Document, catalog: Catalog, id: string, layer: string): Document {
  const name = nameAfterReplacing(document, catalog, id, layer);
  const replaced = withLayer(document, catalog, id, layer);
  return name === id ? replaced : rename(replaced, id, name);
}

function withLayer(document: Document, catalog: Catalog, id: string, layer: string): Document {
  const node = indexOf(document).nodes.get(id);
  if (!node) return document;
  const spec = catalog.layers[layer];
  const fresh = makeNode(document, layer, spec, node.at);
  const kept = Object.fromEntries(
    Object.entries(node.config).filter(([key]) => spec?.params?.some((param) => param.name === key)),
  );
  const next: Node = { ...fresh, id, at: node.at, config: { ...fresh.config, ...kept } };
  const wires = led(inOrder(document, node, catalog), portsOf(spec));
  const gone = new Set((indexOf(document).arriving.get(id) ?? []).map(edgeKey));
  const edges = document.edges.filter((edge) => !gone.has(edgeKey(edge)));
  const nodes = handOver(document.nodes, new Set([id])).map((other) => (other.id === id ? next : other));
  return { ...document, nodes, edges: closeGaps([...edges, ...wires]) };
}
