/** Changes of a document. Each takes a document and gives the next one, sharing whatever did not change. */
import { edgeKey, wiresInto } from "./document";
import { handOver } from "./sharing";
import type { Config, Document, Edge, Node, Training } from "./types";

export type Point = readonly [x: number, y: number];

export function addNodes(document: Document, nodes: readonly Node[], edges: readonly Edge[] = []): Document {
  return {
    ...document,
    nodes: [...document.nodes, ...nodes],
    edges: edges.length ? [...document.edges, ...edges] : document.edges,
  };
}

/** Closes the gaps that removed wires leave in ports of many places, and keeps their order. */
export function closeGaps(edges: readonly Edge[]): readonly Edge[] {
  const ports = new Map<string, Edge[]>();
  for (const edge of edges) {
    const key = `${edge.to[0]}\n${edge.to[1]}`;
    ports.set(key, [...(ports.get(key) ?? []), edge]);
  }
  const place = new Map<Edge, number>();
  for (const wires of ports.values())
    wires
      .sort((a, b) => a.to[2] - b.to[2])
      .forEach((edge, rank) => {
        place.set(edge, rank);
      });
  if (edges.every((edge) => place.get(edge) === edge.to[2])) return edges;
  return edges.map((edge) => ({ ...edge, to: [edge.to[0], edge.to[1], place.get(edge) ?? edge.to[2]] }));
}

/** Takes nodes and wires away; wires of the nodes go with them, and a layer that is used elsewhere goes to its next use. */
export function remove(document: Document, ids: ReadonlySet<string>, keys: ReadonlySet<string> = new Set()): Document {
  const nodes = ids.size ? handOver(document.nodes, ids) : document.nodes;
  return removeExactly(nodes === document.nodes ? document : { ...document, nodes }, ids, keys);
}

/** The same, leaving it to who asks what becomes of shared layers. */
export function removeExactly(
  document: Document,
  ids: ReadonlySet<string>,
  keys: ReadonlySet<string> = new Set(),
): Document {
  const stays = (edge: Edge) => !keys.has(edgeKey(edge)) && !ids.has(edge.from[0]) && !ids.has(edge.to[0]);
  const edges = document.edges.filter(stays);
  return {
    ...document,
    nodes: ids.size ? document.nodes.filter((node) => !ids.has(node.id)) : document.nodes,
    edges: edges.length === document.edges.length ? document.edges : closeGaps(edges),
    outputs: document.outputs.some(([node]) => ids.has(node))
      ? document.outputs.filter(([node]) => !ids.has(node))
      : document.outputs,
  };
}

export function addEdge(document: Document, edge: Edge): Document {
  return { ...document, edges: [...document.edges, edge] };
}

function mapNode(document: Document, id: string, change: (node: Node) => Node): Document {
  return { ...document, nodes: document.nodes.map((node) => (node.id === id ? change(node) : node)) };
}

/** Sets one parameter; undefined takes the key away, back to Keras's default. */
export function setParam(document: Document, id: string, name: string, value: unknown): Document {
  return mapNode(document, id, (node) => ({ ...node, config: withKey(node.config, name, value) }));
}

/** Sets one argument of a node's call. */
export function setCall(document: Document, id: string, name: string, value: unknown): Document {
  return mapNode(document, id, (node) => ({ ...node, call: withKey(node.call, name, value) }));
}

/** Whether an output counts as one of the network's although wires leave it too. */
export function setListed(document: Document, node: string, output: number, isOn: boolean): Document {
  const rest = document.outputs.filter(([id, index]) => id !== node || index !== output);
  return { ...document, outputs: isOn ? [...rest, [node, output]] : rest };
}

/** How many times a block follows itself. */
export function setRepeat(document: Document, id: string, repeat: number): Document {
  return mapNode(document, id, (node) => (node.repeat === repeat ? node : { ...node, repeat }));
}

/** A config with a key set, or without it where the value is undefined. */
export function withKey(config: Config, name: string, value: unknown): Config {
  const { [name]: _, ...rest } = config;
  return value === undefined ? rest : { ...config, [name]: value };
}

export function move(document: Document, places: ReadonlyMap<string, Point>): Document {
  const moved = (node: Node): Node => {
    const at = places.get(node.id);
    return at && (at[0] !== node.at[0] || at[1] !== node.at[1]) ? { ...node, at: [at[0], at[1]] } : node;
  };
  return { ...document, nodes: document.nodes.map(moved) };
}

/** Renames a node everywhere: its wires, those who share its layer and the training's bindings follow. */
export function rename(document: Document, id: string, to: string): Document {
  const name = (old: string) => (old === id ? to : old);
  const touches = (edge: Edge) => edge.from[0] === id || edge.to[0] === id;
  const follow = (edge: Edge): Edge => ({
    from: [name(edge.from[0]), edge.from[1]],
    to: [name(edge.to[0]), edge.to[1], edge.to[2]],
  });
  const bound = <T extends { node?: string | null }>(binding: T): T =>
    binding.node === id ? { ...binding, node: to } : binding;
  const { training } = document;
  const isBound = [...training.inputs, ...training.outputs].some((binding) => binding.node === id);
  const renamed = (node: Node): Node =>
    node.id === id ? { ...node, id: to } : node.shares === id ? { ...node, shares: to } : node;
  return {
    ...document,
    nodes: document.nodes.map(renamed),
    edges: document.edges.map((edge) => (touches(edge) ? follow(edge) : edge)),
    outputs: document.outputs.map((output) => (output[0] === id ? [to, output[1]] : output)),
    training: isBound
      ? { ...training, inputs: training.inputs.map(bound), outputs: training.outputs.map(bound) }
      : training,
  };
}

/** Moves the wire at one place of a port to another place; those between make room. */
export function reorderWires(document: Document, node: string, port: string, from: number, to: number): Document {
  const wires = wiresInto(document, node, port);
  const [moved] = wires.splice(from, 1);
  if (!moved) return document;
  wires.splice(to, 0, moved);
  const rank = new Map(wires.map((edge, place) => [edge, place]));
  const edges = document.edges.map((edge): Edge => {
    const place = rank.get(edge);
    return place === undefined || place === edge.to[2]
      ? edge
      : { from: edge.from, to: [edge.to[0], edge.to[1], place] };
  });
  return { ...document, edges };
}

export function setTraining(document: Document, changes: Partial<Training>): Document {
  return { ...document, training: { ...document.training, ...changes } };
}
