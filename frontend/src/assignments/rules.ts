/** The kinds of rules as a form asks for them: what each is called, and its own fields. What a rule says, and whether it is met, the server tells. */
import type { Rule } from "./types";

export type RuleKind = Rule["kind"];
type Of<Kind extends RuleKind> = Extract<Rule, { kind: Kind }>;
/** `layer`, `layers`, `callback`, `metric` are chosen from what there is; numbers are typed. */
export type RuleField =
  | { readonly name: "most" | "at_least"; readonly label: string; readonly kind: "count" }
  | { readonly name: "most" | "bound"; readonly label: string; readonly kind: "number" }
  | { readonly name: "layer" | "layers" | "callback" | "metric"; readonly label: string; readonly kind: "choice" };

type Kind = {
  readonly title: string;
  readonly fields: readonly RuleField[];
  readonly start: Partial<Rule>;
  readonly ofNumbers?: Partial<Rule>;
};

const MOST: RuleField = { name: "most", label: "At most", kind: "count" };
const METRIC: RuleField = { name: "metric", label: "Measured by", kind: "choice" };

export const RULE_KINDS: Readonly<Record<RuleKind, Kind>> = {
  most_parameters: { title: "Parameters", fields: [MOST], start: { most: 50_000 } },
  most_trainable: { title: "Trainable parameters", fields: [MOST], start: { most: 50_000 } },
  most_layers: { title: "Layers", fields: [MOST], start: { most: 10 } },
  most_epochs: { title: "Epochs", fields: [MOST], start: { most: 10 } },
  without_layers: {
    title: "Without layers",
    fields: [{ name: "layers", label: "None of", kind: "choice" }],
    start: { layers: ["Dropout"] },
  },
  with_layer: {
    title: "With a layer",
    fields: [
      { name: "layer", label: "Layer", kind: "choice" },
      { name: "at_least", label: "At least", kind: "count" },
    ],
    start: { layer: "Dense", at_least: 1 },
  },
  with_callback: {
    title: "With a callback",
    fields: [{ name: "callback", label: "Callback", kind: "choice" }],
    start: { callback: "EarlyStopping" },
  },
  no_problems: { title: "No problems", fields: [], start: {} },
  score: {
    title: "Score on the hidden samples",
    fields: [METRIC, { name: "bound", label: "Bound", kind: "number" }],
    start: { metric: "accuracy", bound: 0.9 },
    ofNumbers: { metric: "mean_absolute_error", bound: 1 },
  },
  gap: {
    title: "Gap to the hidden samples",
    fields: [METRIC, { name: "most", label: "At most", kind: "number" }],
    start: { metric: "accuracy", most: 0.05 },
    ofNumbers: { metric: "mean_absolute_error", most: 0.1 },
  },
};

/** What the target of a data set is; null where that is not known. */
export type Foretold = "classes" | "numbers" | null;
type Metric = Of<"score">["metric"];

const METRICS: readonly { readonly value: NonNullable<Metric>; readonly label: string; readonly of: Foretold }[] = [
  { value: "accuracy", label: "Accuracy", of: "classes" },
  { value: "mean_absolute_error", label: "Mean absolute error", of: "numbers" },
  { value: "mean_squared_error", label: "Mean squared error", of: "numbers" },
];

/** What a network can be measured by, on data of such a target. */
export function metricsFor(foretold: Foretold): { value: NonNullable<Metric>; label: string }[] {
  const fitting = METRICS.filter((metric) => foretold === null || metric.of === foretold);
  return fitting.map(({ value, label }) => ({ value, label }));
}

/** Why a rule about scores means nothing; null where it does, and for all other rules. */
export function scoreFault(rule: Rule, foretold: Foretold): string | null {
  if (rule.kind !== "score" && rule.kind !== "gap") return null;
  const metric = METRICS.find(({ value }) => value === (rule.metric ?? "accuracy"));
  if (foretold !== null && metric?.of !== foretold) return `The data foretell ${foretold}: measure it otherwise.`;
  const asked = rule.kind === "score" ? rule.bound : rule.most;
  return metric?.of === "classes" && asked > 1 ? "An accuracy lies between 0 and 1: 90 % is 0.9." : null;
}

/** A rule of a kind, as the form begins with it. */
export function newRule<K extends RuleKind>(kind: K, foretold: Foretold = null): Of<K> {
  const { start, ofNumbers } = RULE_KINDS[kind];
  return { kind, points: 1, feedback: "", ...start, ...(foretold === "numbers" && ofNumbers) } as Of<K>;
}

/** How the bound of a score is read: an accuracy is at least so much, an error at most. */
export function boundLabel(metric: string): string {
  return metric === "accuracy" ? "At least" : "At most";
}

/** The rules with one of them moved a place up or down. */
export function moved(rules: readonly Rule[], place: number, by: -1 | 1): Rule[] {
  const other = place + by;
  const [one, two] = [rules[place], rules[other]];
  if (!one || !two) return [...rules];
  return rules.with(place, two).with(other, one);
}

/** What becomes of the share that is kept back, in a sentence. `samples` is null where the data set is not known. */
export function hiddenText(percent: number, samples: number | null, count: (number: number) => string): string {
  if (percent === 0) return "Nothing is kept back: rules about scores need hidden samples.";
  const of = "of the data, drawn once when you publish,";
  const tried = "seen by nobody: networks that are handed in are tried on";
  if (samples === null) return `This share ${of} is ${tried} it.`;
  return `About ${count(Math.round((samples * percent) / 100))} samples ${of} are ${tried} them.`;
}
