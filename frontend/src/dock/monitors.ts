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

/** A callback's first arguments: what the catalogue says works, and Keras's defaults for the rest. */
export function startOf(spec: {
  readonly name: string;
  readonly params?: readonly { readonly name: string; readonly start?: unknown }[];
}): KerasObject {
  const given = (spec.params ?? []).filter(({ start }) => start !== undefined && start !== null);
  return { class_name: spec.name, config: Object.fromEntries(given.map(({ name, start }) => [name, start])) };
}
