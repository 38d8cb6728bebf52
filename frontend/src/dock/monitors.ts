/** What callbacks can watch. */
import { snakeCase } from "@/graph/ids";
import type { KerasObject } from "@/graph/types";

type Judged = { readonly node?: string | null; readonly metrics?: readonly { readonly class_name: string }[] };

/** The loss and every metric, by their names in the logs; on validation data first, where some is kept aside. */
export function monitors(outputs: readonly Judged[], validates: boolean): string[] {
  const several = outputs.length > 1;
  const metrics = outputs.flatMap(({ node, metrics: own = [] }) =>
    own.map((metric) => (several && node ? `${node}_` : "") + snakeCase(metric.class_name)),
  );
  const losses = several ? outputs.flatMap(({ node }) => (node ? [`${node}_loss`] : [])) : [];
  const names = [...new Set(["loss", ...losses, ...metrics])];
  return validates ? [...names.map((name) => `val_${name}`), ...names] : names;
}

const BETTER_HIGH =
  /(^|_)(accuracy|acc|auc|precision|recall|f1|fbeta|score|io_u|iou|r2|cosine_similarity|positives|negatives)(_|$)/;
const BETTER_LOW = /(^|_)(loss|error|false)(_|$)/;

/** Whether a metric, by its name in the logs, is better when it is larger. */
export function directionOf(name: string): "min" | "max" {
  return BETTER_HIGH.test(name) && !BETTER_LOW.test(name) ? "max" : "min";
}

/** A callback's first arguments: what the catalogue says works, and Keras's defaults for the rest. */
export function startOf(spec: {
  readonly name: string;
  readonly params?: readonly { readonly name: string; readonly start?: unknown }[];
}): KerasObject {
  const given = (spec.params ?? []).filter(({ start }) => start !== undefined && start !== null);
  return { class_name: spec.name, config: Object.fromEntries(given.map(({ name, start }) => [name, start])) };
}
