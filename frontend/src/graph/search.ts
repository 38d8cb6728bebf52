/** Finding layers by what a person types: by name first, then by other words for it, then by its summary. */
import { titleOf } from "./describe";
import { TYPED } from "./symbols";
import type { Catalog, LayerSpec } from "./types";

function rank(spec: LayerSpec, query: string): number {
  const name = titleOf(spec.name).toLowerCase();
  if (name === query || spec.name === query || TYPED[spec.name]?.includes(query)) return 0;
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

/** Of two that match equally well, the layer comes before the operation. */
const BEHIND_LAYERS = 0.5;

/** Whether a node may stand in the palette: what is switched off on this server does not. */
function isOffered(spec: LayerSpec): boolean {
  return spec.kind !== "placeholder" && !(spec.kind === "python" && spec.unavailable);
}

/** Layers that match, best first. */
export function searchLayers(catalog: Catalog, text: string): LayerSpec[] {
  const words = text.trim().toLowerCase();
  const query = words.replaceAll(/[\s_]+/g, "");
  if (words === "") return [];
  return Object.values(catalog.layers)
    .filter(isOffered)
    .map((spec) => {
      const found = Math.min(rank(spec, query), rank(spec, words));
      const score = Number.isFinite(found)
        ? found
        : isAbbreviation(titleOf(spec.name).toLowerCase(), query)
          ? 6
          : found;
      return { spec, score: score + (spec.unavailable ? 10 : 0) + (spec.kind === "operation" ? BEHIND_LAYERS : 0) };
    })
    .filter(({ score }) => Number.isFinite(score))
    .sort(
      (a, b) =>
        a.score - b.score ||
        titleOf(a.spec.name).length - titleOf(b.spec.name).length ||
        a.spec.name.localeCompare(b.spec.name),
    )
    .map(({ spec }) => spec);
}

/** Layers of each family, in the catalogue's order. */
export function layersByFamily(catalog: Catalog): [family: string, layers: LayerSpec[]][] {
  const layers = Object.values(catalog.layers).filter(isOffered);
  return catalog.families.map((family) => [family, layers.filter((layer) => layer.family === family)]);
}
