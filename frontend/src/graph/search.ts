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

/** The words that a name is written in: "GlobalAveragePooling2D" holds Global, Average, Pooling, 2D. */
const WORDS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+[A-Z]?/g;

/** Whether `query` is put together from the beginnings of words, in their order. */
function spells(words: readonly string[], query: string): boolean {
  if (query === "") return true;
  return words.some((word, place) => {
    let same = 0;
    while (same < query.length && word[same] === query[same]) same += 1;
    for (let length = same; length > 0; length -= 1)
      if (spells(words.slice(place + 1), query.slice(length))) return true;
    return false;
  });
}

/** Whether `query` abbreviates a name, so that "gap2" finds GlobalAveragePooling2D. */
function isAbbreviation(name: string, query: string): boolean {
  return spells(name.match(WORDS)?.map((word) => word.toLowerCase()) ?? [], query);
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
      const score = Number.isFinite(found) ? found : isAbbreviation(titleOf(spec.name), query) ? 6 : found;
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
