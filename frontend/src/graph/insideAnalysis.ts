/** What Keras says of the nodes that are shown: in an opened block those of the use from which it was opened. */
import { type Path, sceneOf } from "./scene";
import type { Analysis, Document, NodeAnalysis, Problem, TensorSpec } from "./types";

export type Figures = Readonly<Record<string, NodeAnalysis>>;

const NONE: Figures = {};

/** What the analysis says of the nodes at a path, by their ids there. */
function told(analysis: Analysis, inside: Path): Figures {
  if (inside.length === 0) return analysis.nodes;
  const prefix = `${inside.join("/")}/`;
  const found = Object.entries(analysis.nodes).filter(([key]) => key.startsWith(prefix));
  const own = found.map(([key, node]) => [key.slice(prefix.length), node] as const);
  return Object.fromEntries(own.filter(([id]) => !id.includes("/")));
}

/** What stands for a node that hands on what comes in. */
function passing(spec: TensorSpec): NodeAnalysis {
  return { outputs: [spec], trainable: 0, non_trainable: 0, is_counted: true, flops: 0, arithmetic: "" };
}

/** The inputs of an opened block give what is wired to the use from which it was opened. */
function entering(analysis: Analysis, inside: Path, document: Document): Figures {
  const use = inside.at(-1);
  if (use === undefined) return NONE;
  const outside = inside.slice(0, -1);
  const around = figuresAt(analysis, outside, document);
  const wires = sceneOf(document, outside).edges.filter((edge) => edge.to[0] === use);
  const specs = wires.flatMap((edge) => {
    const spec = around[edge.from[0]]?.outputs[edge.from[1]];
    return spec ? [[edge.to[1], passing(spec)] as const] : [];
  });
  return Object.fromEntries(specs);
}

/** The figures of the nodes at a path. */
export function figuresAt(analysis: Analysis | null, inside: Path, document: Document): Figures {
  if (!analysis) return NONE;
  if (inside.length === 0) return analysis.nodes;
  return { ...entering(analysis, inside, document), ...told(analysis, inside) };
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
