/** What stands on a node, apart from what Keras says of it. */
import { lostClass, nodeTitle, type ShownParam, shownParams } from "./describe";
import { isFrozen } from "./freeze";
import { ownerOf, sharedGroups } from "./sharing";
import { SYMBOLS } from "./symbols";
import type { Catalog, Document, Node } from "./types";

export type Face = {
  readonly title: string;
  readonly symbol: string;
  readonly params: readonly ShownParam[];
  /** The owner of its layer where that is used more than once: on the owner its own id. */
  readonly shared: string | null;
  readonly isFrozen: boolean;
  readonly repeat: number;
  /** Whether what it gives is listed as an output of the block or the network. */
  readonly isGiven: boolean;
};

export function faceOf(document: Document, catalog: Catalog, node: Node): Face {
  const spec = catalog.layers[node.layer];
  const owner = ownerOf(document, node);
  const called = owner === node ? node : { ...node, config: owner.config };
  return {
    title: spec?.kind === "placeholder" ? lostClass(node) : nodeTitle(catalog, called),
    symbol: SYMBOLS[node.layer] ?? "",
    params: shownParams(spec, called),
    shared: sharedGroups(document.nodes).has(owner.id) ? owner.id : null,
    isFrozen: isFrozen(document, catalog, owner),
    repeat: owner.repeat,
    isGiven: document.outputs.some(([id]) => id === node.id),
  };
}
