/** What a loss can be compared with, as the catalogue says it, and what a field can be to a loss (tests/graphs/targets.json holds both sides to it). */
import type { Catalog, DataField } from "./types";

export type Target = NonNullable<Catalog["losses"][string]["target"]>;

/** What a loss wants to compare with; null where that is not known. */
export function targetOf(catalog: Pick<Catalog, "losses">, loss: string): Target | null {
  return catalog.losses[loss]?.target ?? null;
}

/** What a field can be to a loss. */
export function targetsOf(field: Pick<DataField, "kind" | "classes">): readonly Target[] {
  if (field.kind === "class") return field.classes.length === 2 ? ["index", "binary"] : ["index"];
  return field.kind === "image" ? ["numbers", "binary"] : ["numbers"];
}

/** Whether a loss can judge a field; one of which nothing is known may judge anything. */
export function fits(catalog: Pick<Catalog, "losses">, loss: string, field: DataField): boolean {
  const target = targetOf(catalog, loss);
  return target === null || targetsOf(field).includes(target);
}
