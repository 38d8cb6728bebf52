import { equalJson } from "./document";
import type { Analysis } from "./types";

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
