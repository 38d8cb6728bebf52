/** Whether the conditions of a lesson's step hold. Pure: it knows the facts, not where they come from. */
import type { Analysis, Catalog, Document, Node, Run } from "@/graph/types";
import type { Condition, Measured, Setting } from "./types";

export type Facts = {
  /** The open network; null where none is open, as on the page of a run. */
  readonly document: Document | null;
  /** What Keras says of that network as it is now; null while it is asked. */
  readonly analysis: Analysis | null;
  readonly catalog: Pick<Catalog, "layers" | "optimizers">;
  /** The network's runs, the newest first. */
  readonly runs: readonly Pick<Run, "state" | "summary" | "started">[];
  /** What the newest finished run trained; null where there is none. */
  readonly trained: Document | null;
};

/** `now` says what was found instead, where that helps. */
export type Verdict = { readonly met: boolean; readonly now: string };

const NOT_YET: Verdict = { met: false, now: "" };
const ON_THE_NETWORK: Verdict = { met: false, now: "go to the network to see" };
const NO_RUN: Verdict = { met: false, now: "no run has finished" };
const OVER: ReadonlySet<string> = new Set(["finished", "stopped"]);

/** Holds a condition against the facts. */
export function judge(condition: Condition, facts: Facts): Verdict {
  switch (condition.kind) {
    case "runs":
      return compared(condition, countRuns(facts, condition.stage));
    case "metric":
      return ofNewest(facts, (summary) => compared(condition, summary[condition.metric]));
    case "gap":
      return ofNewest(facts, (summary) => compared(condition, gapOf(summary, condition.metric)));
    case "shape":
    case "parameters":
    case "problems":
      return facts.document === null ? ON_THE_NETWORK : ofAnalysis(condition, facts, facts.document);
    default:
      return ofDocument(condition, facts);
  }
}

type Drawn = Extract<Condition, { kind: "layers" | "wire" | "connected" | "field" | "setting" }>;

function ofDocument(condition: Drawn, facts: Facts): Verdict {
  const document = condition.trained ? facts.trained : facts.document;
  if (document === null) return condition.trained ? NO_RUN : ON_THE_NETWORK;
  switch (condition.kind) {
    case "layers":
      return compared(condition, document.nodes.filter((node) => node.layer === condition.layer).length);
    case "wire": {
      const from = names(document, condition.source);
      const to = names(document, condition.target);
      return { met: document.edges.some((edge) => from.has(edge.from[0]) && to.has(edge.to[0])), now: "" };
    }
    case "connected":
      return { met: [...names(document, condition.node)].some((id) => isOnTheWay(document, facts, id)), now: "" };
    case "field":
      return any(
        meant(document, condition.node).map((node) => fieldOf(document, facts, node, condition.param)),
        condition,
      );
    case "setting":
      return compared(condition, settingOf(document, facts, condition.setting));
  }
}

function ofAnalysis(
  condition: Extract<Condition, { kind: "shape" | "parameters" | "problems" }>,
  { analysis }: Facts,
  document: Document,
): Verdict {
  if (analysis === null) return { met: false, now: "Keras is asked" };
  if (condition.kind === "problems") return compared(condition, analysis.problems.length);
  if (condition.kind === "parameters") {
    if (!condition.node) return compared(condition, analysis.totals.trainable + analysis.totals.non_trainable);
    const found = [...names(document, condition.node)].flatMap((id) => analysis.nodes[id] ?? []);
    return any(
      found.map((node) => node.trainable + node.non_trainable),
      condition,
    );
  }
  const shapes = [...names(document, condition.node)].flatMap((id) => analysis.nodes[id]?.outputs ?? []);
  const texts = shapes.map(({ shape }) => shape.slice(1).join(" × "));
  return { met: texts.includes(condition.shape.join(" × ")), now: nowText(texts) };
}

/** The nodes that are meant by a node's name, or by a layer's class. */
export function meant(document: Document, name: string): Node[] {
  return document.nodes.filter((node) => node.id === name || node.layer === name);
}

function names(document: Document, name: string): Set<string> {
  return new Set(meant(document, name).map((node) => node.id));
}

function isOnTheWay(document: Document, { catalog }: Facts, id: string): boolean {
  const starts = document.nodes.filter((node) => catalog.layers[node.layer]?.kind === "input").map((node) => node.id);
  const leads = new Set(document.edges.map((edge) => edge.from[0]));
  const ends = document.outputs.length
    ? document.outputs.map(([node]) => node)
    : document.nodes.filter((node) => !leads.has(node.id)).map((node) => node.id);
  const before = reach(
    starts,
    document.edges.map((edge) => [edge.from[0], edge.to[0]] as const),
  );
  const behind = reach(
    ends,
    document.edges.map((edge) => [edge.to[0], edge.from[0]] as const),
  );
  return before.has(id) && behind.has(id);
}

function reach(starts: readonly string[], ways: readonly (readonly [string, string])[]): Set<string> {
  const found = new Set(starts);
  for (const one of found) for (const [from, to] of ways) if (from === one) found.add(to);
  return found;
}

function fieldOf(document: Document, { catalog }: Facts, node: Node, param: string): unknown {
  const owner = document.nodes.find((one) => one.id === node.shares) ?? node;
  const set = owner.config[param];
  if (set !== undefined) return set;
  return catalog.layers[owner.layer]?.params?.find((one) => one.name === param)?.default;
}

function settingOf({ training }: Document, { catalog }: Facts, setting: Setting): unknown {
  const { optimizer } = training;
  if (setting === "optimizer") return optimizer.class_name;
  if (setting !== "learning_rate") return training[setting];
  const spec = catalog.optimizers[optimizer.class_name]?.params?.find((one) => one.name === setting);
  return optimizer.config[setting] ?? spec?.default;
}

function countRuns({ runs }: Facts, stage: "started" | "paused" | "finished"): number {
  if (stage === "started") return runs.length;
  return runs.filter((run) => (stage === "paused" ? run.state === "paused" : OVER.has(run.state))).length;
}

function ofNewest(facts: Facts, say: (summary: Readonly<Record<string, number>>) => Verdict): Verdict {
  const newest = facts.runs.find((run) => OVER.has(run.state));
  return newest ? say(newest.summary) : NO_RUN;
}

function gapOf(summary: Readonly<Record<string, number>>, metric: string): number | undefined {
  const [seen, unseen] = [summary[metric], summary[`val_${metric}`]];
  return seen === undefined || unseen === undefined ? undefined : Math.abs(seen - unseen);
}

function any(found: readonly unknown[], condition: Measured): Verdict {
  const verdicts = found.map((one) => compared(condition, one));
  return verdicts.find((verdict) => verdict.met) ?? verdicts[0] ?? NOT_YET;
}

function compared({ compare, value, upto }: Measured, found: unknown): Verdict {
  if (found === undefined) return NOT_YET;
  return { met: holds(compare, found, value, upto ?? null), now: nowText([textOf(found)]) };
}

function holds(compare: Measured["compare"], found: unknown, value: unknown, upto: number | null): boolean {
  if (compare === "=") return isSame(found, value);
  if (compare === "!=") return !isSame(found, value);
  if (typeof found !== "number" || typeof value !== "number") return false;
  switch (compare) {
    case "<":
      return found < value;
    case "<=":
      return found <= value;
    case ">":
      return found > value;
    case ">=":
      return found >= value;
    case "in":
      return found >= value && upto !== null && found <= upto;
  }
}

/** 3 and [3, 3] are the same size of a kernel. */
function isSame(found: unknown, value: unknown): boolean {
  if (Array.isArray(found) !== Array.isArray(value)) {
    const [list, one] = Array.isArray(found) ? [found, value] : [value as unknown[], found];
    return list.length > 0 && list.every((each) => each === one);
  }
  return Array.isArray(found) ? JSON.stringify(found) === JSON.stringify(value) : found === value;
}

function textOf(found: unknown): string {
  if (typeof found === "number") return String(Number(found.toPrecision(4)));
  if (typeof found === "boolean") return found ? "on" : "off";
  return typeof found === "object" ? JSON.stringify(found) : String(found);
}

function nowText(found: readonly string[]): string {
  return found.length > 0 ? `now ${found.join(", ")}` : "";
}
