/** What Keras says of the nodes that are shown: in an opened block those of the use from which it was opened. */
import type { Path } from "./scene";
import type { Analysis, NodeAnalysis, Problem } from "./types";

export type Figures = Readonly<Record<string, NodeAnalysis>>;

const NONE: Figures = {};

/** The analysis of the nodes at a path, by their ids there. */
export function figuresAt(analysis: Analysis | null, inside: Path): Figures {
  if (!analysis) return NONE;
  if (inside.length === 0) return analysis.nodes;
  const prefix = `${inside.join("/")}/`;
  const found = Object.entries(analysis.nodes).filter(([key]) => key.startsWith(prefix));
  const own = found.map(([key, node]) => [key.slice(prefix.length), node] as const);
  return Object.fromEntries(own.filter(([id]) => !id.includes("/")));
}

type Problems = ReadonlyMap<string, readonly Problem[]>;

/** The problems of the nodes at a path; the network's own stay under "". */
export function problemsAt(problems: Problems, inside: Path): Problems {
  if (inside.length === 0) return problems;
  const groups = new Map<string, Problem[]>();
  for (const problem of [...problems.values()].flat()) {
    const path = problem.node ? [problem.node, ...(problem.inside ?? [])] : [];
    const id = path[inside.length];
    if (id !== undefined && inside.every((use, place) => use === path[place]))
      groups.set(id, [...(groups.get(id) ?? []), problem]);
  }
  return groups;
}
