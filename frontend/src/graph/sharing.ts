/** Shared layers: several nodes that call one layer, with the same weights. The owner holds its config; the others name the owner. */
import { indexOf } from "./document";
import { freePlace } from "./freePlace";
import { PITCH_X } from "./geometry";
import { freshId } from "./ids";
import type { Catalog, Document, LayerSpec, Node } from "./types";

/** The node whose layer a node calls: itself, unless it shares. An owner that is not there leaves the node on its own. */
export function ownerOf(document: Document, node: Node): Node {
  return (node.shares ? indexOf(document).nodes.get(node.shares) : undefined) ?? node;
}

const groups = new WeakMap<Document["nodes"], ReadonlyMap<string, readonly string[]>>();

/** For each owner of a shared layer, all its uses, the owner first. */
export function sharedGroups(nodes: Document["nodes"]): ReadonlyMap<string, readonly string[]> {
  const before = groups.get(nodes);
  if (before) return before;
  const found = new Map<string, string[]>();
  for (const { id, shares } of nodes) if (shares) found.set(shares, [...(found.get(shares) ?? [shares]), id]);
  groups.set(nodes, found);
  return found;
}

/** Every use of a node's layer, the owner first; none where it is used once. */
export function usesOfLayer(document: Document, node: Node): readonly string[] {
  return sharedGroups(document.nodes).get(node.shares ?? node.id) ?? [];
}

/** Whether a layer of this kind can be called more than once: only what Keras makes a layer of has weights to share. */
export function canShare(spec: LayerSpec | undefined): boolean {
  return spec?.kind === "layer" || spec?.kind === "block";
}

/** Adds another use of a node's layer beside it, with the same weights. */
export function shareNode(document: Document, catalog: Catalog, id: string): { document: Document; id: string } | null {
  const node = indexOf(document).nodes.get(id);
  if (!node || !canShare(catalog.layers[node.layer])) return null;
  const owner = ownerOf(document, node);
  const name = freshId(node.layer, indexOf(document).nodes, catalog.layers[node.layer]?.auto_name);
  const at = freePlace(document, [node.at[0] + PITCH_X, node.at[1]]);
  const use: Node = { ...owner, id: name, config: {}, call: node.call, shares: owner.id, at: [at[0], at[1]] };
  return { document: { ...document, nodes: [...document.nodes, use] }, id: name };
}

/** Where owners go away and other uses stay, the first of these becomes the owner. */
export function handOver(nodes: readonly Node[], gone: ReadonlySet<string>): readonly Node[] {
  const heirs = new Map<string, string>();
  for (const { id, shares } of nodes)
    if (shares && gone.has(shares) && !gone.has(id) && !heirs.has(shares)) heirs.set(shares, id);
  if (heirs.size === 0) return nodes;
  const owners = new Map(nodes.map((node) => [node.id, node]));
  return nodes.map((node) => {
    const heir = node.shares ? heirs.get(node.shares) : undefined;
    const owner = node.shares ? owners.get(node.shares) : undefined;
    if (heir === undefined || !owner) return node;
    return heir === node.id
      ? { ...node, config: owner.config, repeat: owner.repeat, shares: null }
      : { ...node, shares: heir };
  });
}

/** Gives a use a layer of its own, with weights of its own and the settings that it had. */
export function standAlone(document: Document, id: string): Document {
  const node = indexOf(document).nodes.get(id);
  if (!node?.shares) return document;
  const { config, repeat } = ownerOf(document, node);
  const alone = { ...node, config, repeat, shares: null };
  return { ...document, nodes: document.nodes.map((other) => (other === node ? alone : other)) };
}
