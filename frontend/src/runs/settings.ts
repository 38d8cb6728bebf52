import type { Document } from "./types";

type KerasObject = Document["training"]["optimizer"];

/** The settings of a training, by their words on screen. */
export function trainingSettings(network: Document): Map<string, string> {
  const { training } = network;
  const settings = new Map<string, string>([
    ["Data set", training.dataset ?? "none"],
    ["Optimizer", objectText(training.optimizer)],
    ["Epochs", String(training.epochs)],
    ["Batch size", String(training.batch_size)],
    ["Validation split", String(training.validation_split)],
    ["Seed", String(training.seed)],
    ["Callbacks", (training.callbacks ?? []).map(objectText).join(", ") || "none"],
    ["Class weights", training.class_weight == null ? "none" : valueText(training.class_weight)],
    ["jit_compile", training.jit_compile == null ? "auto" : String(training.jit_compile)],
  ]);
  for (const { node, field } of training.inputs) settings.set(`Input ${node ?? field}`, field);
  for (const { node, field, loss, metrics, weight } of training.outputs) {
    if (weight != null) settings.set(`Weight of ${node ?? field}`, String(weight));
    settings.set(`Loss of ${node ?? field}`, objectText(loss));
    settings.set(`Metrics of ${node ?? field}`, (metrics ?? []).map(objectText).join(", ") || "none");
  }
  return settings;
}

/** "Adam(learning_rate=0.01)", or only the name where everything is at its default. */
export function objectText(object: KerasObject): string {
  const parts = Object.entries(object.config ?? {}).map(([name, value]) => `${name}=${valueText(value)}`);
  return parts.length > 0 ? `${object.class_name}(${parts.join(", ")})` : object.class_name;
}

/** A parameter's value as it stands in tables. */
export function valueText(value: unknown): string {
  if (typeof value === "object" && value !== null && "class_name" in value) return objectText(value as KerasObject);
  return typeof value === "string" ? value : JSON.stringify(value);
}

export interface Difference {
  name: string;
  /** One a document; a dash where it has no such thing. */
  values: string[];
}

/** What differs between documents: training settings, then layers and their parameters. */
export function differences(networks: readonly Document[]): Difference[] {
  const training = networks.map(trainingSettings);
  const layers = networks.map(layerSettings);
  return [...differing(training), ...differing(layers)];
}

function differing(tables: readonly Map<string, string>[]): Difference[] {
  const names = [...new Set(tables.flatMap((table) => [...table.keys()]))];
  const rows = names.map((name) => ({ name, values: tables.map((table) => table.get(name) ?? "–") }));
  return rows.filter(({ values }) => new Set(values).size > 1);
}

function layerSettings(network: Document): Map<string, string> {
  const settings = new Map<string, string>();
  for (const node of network.nodes) {
    settings.set(node.id, node.layer);
    for (const [name, value] of Object.entries(node.config ?? {}))
      settings.set(`${node.id}: ${name}`, valueText(value));
    const sources = network.edges
      .filter((edge) => edge.to[0] === node.id)
      .toSorted((a, b) => a.to[2] - b.to[2])
      .map((edge) => edge.from[0]);
    if (sources.length > 0) settings.set(`${node.id}: fed by`, sources.join(", "));
  }
  return settings;
}
