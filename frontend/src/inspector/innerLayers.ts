import type { Limits } from "@/assignments/types";
import type { Catalog, LayerSpec } from "@/graph/types";

/** Layers that another layer can hold: those that can be drawn, and cells, which can stand nowhere else; of those that an assignment leaves. */
export function innerLayers(catalog: Catalog, choices: readonly string[], palette: Limits["palette"]): string[] {
  const isDrawn = (layer: LayerSpec) => layer.kind === "layer" && (!layer.unavailable || layer.is_cell);
  const isLeft = ({ name, is_cell }: LayerSpec) => palette === null || is_cell || palette.includes(name);
  const isChoice = (layer: LayerSpec) => (choices.length > 0 ? choices.includes(layer.name) : isDrawn(layer));
  return Object.values(catalog.layers)
    .filter((layer) => isChoice(layer) && isLeft(layer))
    .map(({ name }) => name);
}
