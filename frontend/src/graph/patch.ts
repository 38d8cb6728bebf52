/** Applying a change of a document, by the same rules as the server's `patched` (tests/graphs/patches.json holds both to them). */
import { completeNode, DEFAULT_TRAINING, edgeKey } from "./document";
import type { Document, Node, Patch, Training } from "./types";

/** A patch that does not fit the document it is applied to. */
export class PatchRefused extends Error {}

function configured(node: Node, changes: Readonly<Record<string, unknown>> | undefined): Node {
  if (!changes) return node;
  const merged = Object.entries({ ...node.config, ...changes });
  return { ...node, config: Object.fromEntries(merged.filter(([key, value]) => value !== null || !(key in changes))) };
}

function trained(training: Training, changes: Readonly<Record<string, unknown>>): Training {
  const unknown = Object.keys(changes).find((name) => !(name in DEFAULT_TRAINING));
  if (unknown) throw new PatchRefused(`There is no training setting called ${unknown}.`);
  return Object.keys(changes).length ? ({ ...training, ...changes } as Training) : training;
}

/** The document after a patch: removals, then additions, then configs, then training settings. */
export function applyPatch(document: Document, patch: Patch): Document {
  const gone = new Set(patch.remove_nodes ?? []);
  const removed = new Set((patch.remove_edges ?? []).map(edgeKey));
  const added: Node[] = (patch.add_nodes ?? []).map(completeNode);
  const nodes = [...document.nodes.filter((node) => !gone.has(node.id)), ...added];
  const double = nodes.find((node, place) => nodes.findIndex((other) => other.id === node.id) !== place);
  if (double) throw new PatchRefused(`A layer called ${double.id} is there already.`);
  const edges = document.edges.filter(
    (edge) => !removed.has(edgeKey(edge)) && !gone.has(edge.from[0]) && !gone.has(edge.to[0]),
  );
  return {
    ...document,
    nodes: nodes.map((node) => configured(node, patch.set_config?.[node.id])),
    edges: [...edges, ...(patch.add_edges ?? [])],
    training: trained(document.training, patch.set_training ?? {}),
  };
}
