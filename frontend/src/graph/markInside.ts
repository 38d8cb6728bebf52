/** Marking an argument of an object that is said by its name alone: it is written out first, so that the argument has a place. */
import { indexOf } from "./document";
import { mark, type Place, type Span, valueAt } from "./sweep";
import { withValue } from "./sweepValues";
import type { Catalog, Document } from "./types";

const plain = (name: string) => name.toLowerCase().replaceAll("_", "");

/** The class that a short name stands for: HeNormal for he_normal. */
function classNamed(catalog: Catalog, name: string): string {
  const names = [catalog.initializers, catalog.regularizers, catalog.constraints].flatMap((specs) =>
    Object.keys(specs),
  );
  return names.find((candidate) => plain(candidate) === plain(name)) ?? name;
}

function rootOf(document: Document, { node, block }: Place): unknown {
  if (node === null) return document.training;
  if (block === null) return indexOf(document).nodes.get(node)?.config;
  return document.blocks[block]?.nodes.find(({ id }) => id === node)?.config;
}

/** Marks a value to be searched, wherever it stands. */
export function markInside(document: Document, catalog: Catalog, place: Place, span: Span): Document {
  let next = document;
  for (let length = 1; length < place.path.length; length += 1) {
    const way = { ...place, path: place.path.slice(0, length) };
    const value = valueAt(rootOf(next, place), way.path);
    if (typeof value !== "string") continue;
    next = withValue(next, way, { class_name: classNamed(catalog, value), config: {} }) ?? next;
  }
  return mark(next, place, span);
}
