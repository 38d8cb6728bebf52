/** Finding layers by what a person types: by name first, then by other words for it, then by its summary. */
import type { Catalog, LayerSpec } from "./types";

function rank(spec: LayerSpec, query: string): number {
  const name = spec.name.toLowerCase();
  if (name === query) return 0;
  if (name.startsWith(query)) return 1;
  if (spec.keywords?.some((word) => word.toLowerCase().startsWith(query))) return 2;
  if (name.includes(query)) return 3;
  if (spec.keywords?.some((word) => word.toLowerCase().includes(query))) return 4;
  return spec.summary?.toLowerCase().includes(query) ? 5 : Number.POSITIVE_INFINITY;
}

/** Whether the letters of `query` stand in `name` in order, so that "gap2" finds GlobalAveragePooling2D. */
function isAbbreviation(name: string, query: string): boolean {
  let at = 0;
  for (const letter of name) if (letter === query[at]) at += 1;
  return at === query.length;
}

/** Layers that match, best first. */
export function searchLayers(catalog: Catalog, text: string): LayerSpec[] {
  const query = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, "");
  const words = text.trim().toLowerCase();
  if (query === "") return [];
  return Object.values(catalog.layers)
    .map((spec) => {
      const found = Math.min(rank(spec, query), rank(spec, words));
      const score = Number.isFinite(found) ? found : isAbbreviation(spec.name.toLowerCase(), query) ? 6 : found;
      return { spec, score: score + (spec.unavailable ? 10 : 0) };
    })
    .filter(({ score }) => Number.isFinite(score))
    .sort(
      (a, b) => a.score - b.score || a.spec.name.length - b.spec.name.length || a.spec.name.localeCompare(b.spec.name),
    )
    .map(({ spec }) => spec);
}

/** Layers of each family, in the catalogue's order. */
export function layersByFamily(catalog: Catalog): [family: string, layers: LayerSpec[]][] {
  const layers = Object.values(catalog.layers);
  return catalog.families.map((family) => [family, layers.filter((layer) => layer.family === family)]);
}
