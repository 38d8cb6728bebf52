/** Freezing: layers whose weights are kept as they are while the rest learns. */
import { blocksIn } from "./blocks";
import { indexOf } from "./document";
import { withKey } from "./edit";
import { ownerOf } from "./sharing";
import type { Catalog, Document, Node } from "./types";

function takesTrainable(catalog: Catalog, node: Node): boolean {
  return catalog.layers[node.layer]?.params?.some((param) => param.name === "trainable") ?? false;
}

/** The layers of a block that a node uses, and of the blocks that stand in it. */
function within(document: Document, node: Node): Node[] {
  const names = blocksIn(document.blocks, [node]);
  return [...names].flatMap((name) => document.blocks[name]?.nodes ?? []);
}

/** Whether a node has weights that can be kept from learning: its layer takes `trainable`, or one in its block does. */
export function canFreeze(document: Document, catalog: Catalog, node: Node): boolean {
  return takesTrainable(catalog, node) || within(document, node).some((inner) => takesTrainable(catalog, inner));
}

/** Whether a node's weights stay as they are; a block's, where those of each of its layers that has any do. */
export function isFrozen(document: Document, catalog: Catalog, node: Node): boolean {
  const owner = ownerOf(document, node);
  if (owner.config.trainable === false) return true;
  const inner = within(document, owner).filter((one) => takesTrainable(catalog, one) && !one.shares);
  return inner.length > 0 && inner.every((one) => one.config.trainable === false);
}

/** Nodes of which those that are meant are frozen or thawed; the same array where nothing changes. */
function settled(
  nodes: readonly Node[],
  catalog: Catalog,
  isOn: boolean,
  isMeant: (node: Node) => boolean,
): readonly Node[] {
  let isChanged = false;
  const changed = nodes.map((node) => {
    const isSo = (node.config.trainable === false) === isOn;
    if (!isMeant(node) || node.shares || !takesTrainable(catalog, node) || isSo) return node;
    isChanged = true;
    return { ...node, config: withKey(node.config, "trainable", isOn ? false : undefined) };
  });
  return isChanged ? changed : nodes;
}

/** The blocks, with the layers of those that the nodes use frozen or thawed: in every use, since a block is drawn once. */
function settledBlocks(
  blocks: Document["blocks"],
  catalog: Catalog,
  uses: readonly Node[],
  isOn: boolean,
): Document["blocks"] {
  let next = blocks;
  for (const name of blocksIn(blocks, uses)) {
    const block = next[name];
    const nodes = block && settled(block.nodes, catalog, isOn, () => true);
    if (block && nodes !== undefined && nodes !== block.nodes) next = { ...next, [name]: { ...block, nodes } };
  }
  return next;
}

/** Freezes or thaws those of the nodes that have weights; where a node shares its layer, the layer's owner; of a block, all its layers. */
export function freeze(document: Document, catalog: Catalog, ids: Iterable<string>, isOn: boolean): Document {
  const { nodes } = indexOf(document);
  const owners = new Set([...ids].flatMap((id) => nodes.get(id) ?? []).map((node) => ownerOf(document, node)));
  const changed = settled(document.nodes, catalog, isOn, (node) => owners.has(node));
  const blocks = settledBlocks(document.blocks, catalog, [...owners], isOn);
  return changed === document.nodes && blocks === document.blocks ? document : { ...document, nodes: changed, blocks };
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
