import { edgeKey, equalJson } from "./document";
import type { Analysis, Document } from "./types";

/** A new answer, with every part that says the same as before replaced by the part from before: who watches that part is not disturbed. */
export function shareAnalysis(before: Analysis | null, after: Analysis): Analysis {
  if (!before) return after;
  const nodes = Object.fromEntries(
    Object.entries(after.nodes).map(([id, node]) => {
      const known = before.nodes[id];
      return [id, known && equalJson(known, node) ? known : node];
    }),
  );
  return {
    ...after,
    nodes,
    problems: equalJson(before.problems, after.problems) ? before.problems : after.problems,
    totals: equalJson(before.totals, after.totals) ? before.totals : after.totals,
  };
}

/** A document that came anew, with every layer and wire that is as before replaced by the one from before: only what changed is drawn again. */
export function shareDocument(before: Document, after: Document): Document {
  const nodes = new Map(before.nodes.map((node) => [node.id, node]));
  const edges = new Map(before.edges.map((edge) => [edgeKey(edge), edge]));
  const blocks = Object.entries(after.blocks).map(([name, block]) => {
    const known = before.blocks[name];
    return [name, known && equalJson(known, block) ? known : block] as const;
  });
  return {
    ...after,
    nodes: after.nodes.map((node) => {
      const known = nodes.get(node.id);
      return known && equalJson(known, node) ? known : node;
    }),
    edges: after.edges.map((edge) => edges.get(edgeKey(edge)) ?? edge),
    blocks: Object.fromEntries(blocks),
    training: equalJson(before.training, after.training) ? before.training : after.training,
  };
}
