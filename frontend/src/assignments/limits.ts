/** What an assignment leaves of the editor: the layers of the palette, and the parameters and training settings that forms show. */
import type { Catalog, Config, LayerSpec, Param } from "@/graph/types";
import type { Limits } from "./types";

/** An editor without an assignment. */
export const NO_LIMITS: Limits = { palette: null, shown: null };

/** Whether a layer may stand in the palette: blocks that one draws always may. */
function isAllowed(spec: LayerSpec, names: ReadonlySet<string>): boolean {
  return names.has(spec.name) || spec.kind === "block";
}

/** The catalogue with those layers alone that the palette offers; the catalogue itself where it offers all. */
export function narrowed(catalog: Catalog, palette: Limits["palette"]): Catalog {
  if (palette === null) return catalog;
  const names = new Set(palette);
  const layers = Object.entries(catalog.layers).filter(([, spec]) => isAllowed(spec, names));
  return { ...catalog, layers: Object.fromEntries(layers) };
}

/** The parameters of a layer that its form shows: those that the assignment names, those that cannot be left out, and those that are set. */
export function shownParams(
  params: readonly Param[],
  layer: string,
  shown: Limits["shown"],
  config: Config,
): readonly Param[] {
  const names = shown?.layers?.[layer];
  if (!names) return params;
  const isShown = ({ name, required }: Param) => required || names.includes(name) || config[name] !== undefined;
  return params.filter(isShown);
}

/** Whether a training setting is shown. */
export function showsSetting(shown: Limits["shown"], name: string): boolean {
  return !shown?.settings || shown.settings.includes(name);
}

/** The training settings that can be shown or not, by their names in the document. */
export const SETTINGS: readonly { readonly name: string; readonly label: string }[] = [
  { name: "dataset", label: "Data set" },
  { name: "epochs", label: "Epochs" },
  { name: "batch_size", label: "Batch size" },
  { name: "validation_split", label: "Validation split" },
  { name: "seed", label: "Seed" },
  { name: "optimizer", label: "Optimizer" },
  { name: "inputs", label: "What feeds each Input" },
  { name: "outputs", label: "Losses and metrics" },
  { name: "callbacks", label: "Callbacks" },
  { name: "jit_compile", label: "Speed, precision and device" },
  { name: "sweep", label: "Sweep" },
];
