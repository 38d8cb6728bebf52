/** Freezing: layers whose weights are kept as they are while the rest learns. */
import { indexOf } from "./document";
import { withKey } from "./edit";
import { ownerOf } from "./sharing";
import type { Catalog, Document, Node } from "./types";

/** Whether a layer has weights that can be kept from learning: it takes `trainable`. */
export function canFreeze(catalog: Catalog, node: Node): boolean {
  return catalog.layers[node.layer]?.params?.some((param) => param.name === "trainable") ?? false;
}

export function isFrozen(document: Document, node: Node): boolean {
  return ownerOf(document, node).config.trainable === false;
}

/** Freezes or thaws those of the nodes that have weights; where a node shares its layer, the layer's owner. */
export function freeze(document: Document, catalog: Catalog, ids: Iterable<string>, isOn: boolean): Document {
  const { nodes } = indexOf(document);
  const owners = new Set([...ids].flatMap((id) => nodes.get(id) ?? []).map((node) => ownerOf(document, node)));
  let isChanged = false;
  const changed = document.nodes.map((node) => {
    if (!owners.has(node) || !canFreeze(catalog, node) || (node.config.trainable === false) === isOn) return node;
    isChanged = true;
    return { ...node, config: withKey(node.config, "trainable", isOn ? false : undefined) };
  });
  return isChanged ? { ...document, nodes: changed } : document;
}

/** Every node that feeds one of these, over any number of layers; these themselves not. */
export function upstream(document: Document, ids: Iterable<string>): Set<string> {
  const { arriving } = indexOf(document);
  const start = new Set(ids);
  const found = new Set<string>();
  const waiting = [...start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop())
    for (const { from } of arriving.get(id) ?? []) {
      if (found.has(from[0])) continue;
      found.add(from[0]);
      waiting.push(from[0]);
    }
  for (const id of start) found.delete(id);
  return found;
}
