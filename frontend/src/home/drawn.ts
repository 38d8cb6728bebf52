import type { NetworkCard } from "./queries";

interface Drawing {
  nodes: readonly { readonly id: string; readonly layer: string; readonly at?: readonly [number, number] | number[] }[];
  edges?: readonly { readonly from: readonly unknown[]; readonly to: readonly unknown[] }[];
}

/** What a thumbnail needs of a document. */
export function drawn({ nodes, edges = [] }: Drawing): {
  nodes: NetworkCard["thumbnail"];
  wires: NetworkCard["wires"];
} {
  const place = new Map<unknown, number>(nodes.map((node, at) => [node.id, at]));
  return {
    nodes: nodes.map((node): [number, number, string] => [node.at?.[0] ?? 0, node.at?.[1] ?? 0, node.layer]),
    wires: edges.map((edge): [number, number] => [place.get(edge.from[0]) ?? -1, place.get(edge.to[0]) ?? -1]),
  };
}
