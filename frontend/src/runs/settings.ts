/** What two runs or more were started with, by the words on screen, and where that differs. */
import { feedsOf, type Level, nodeRows, objectText, outputsText, startText, valueText } from "./nodeText";
import type { Titles } from "./runsTable";
import type { Document, RunDetail } from "./types";

/** What of a run is compared. */
export type Compared = Pick<RunDetail, "document" | "device" | "backend" | "platform">;

/** The settings of a training, by their words on screen; a data set by its title. */
export function trainingSettings(network: Document, titles: Titles): Map<string, string> {
  const { training } = network;
  const settings = new Map<string, string>([
    ["Data set", datasetText(training.dataset ?? null, titles)],
    ["Optimizer", objectText(training.optimizer)],
    ["Epochs", String(training.epochs)],
    ["Batch size", String(training.batch_size)],
    ["Validation split", String(training.validation_split)],
    ["Seed", String(training.seed)],
    ["Callbacks", (training.callbacks ?? []).map(objectText).join(", ") || "none"],
    ["Class weights", training.class_weight == null ? "none" : valueText(training.class_weight)],
    ["jit_compile", training.jit_compile == null ? "auto" : String(training.jit_compile)],
    ["dtype policy", network.dtype_policy ?? "float32"],
    ["Starting weights", startText(network)],
  ]);
  for (const { node, field } of training.inputs) settings.set(`Input ${node ?? field}`, field);
  for (const { node, field, loss, metrics, weight } of training.outputs) {
    settings.set(`Field of ${node ?? field}`, field);
    if (weight != null) settings.set(`Weight of ${node ?? field}`, String(weight));
    settings.set(`Loss of ${node ?? field}`, objectText(loss));
    settings.set(`Metrics of ${node ?? field}`, (metrics ?? []).map(objectText).join(", ") || "none");
  }
  return settings;
}

/** A data set by its title; by its name, too, where another one is called the same. */
function datasetText(name: string | null, titles: Titles): string {
  if (name === null) return "none";
  const title = titles.get(name) ?? name;
  const isAlone = [...titles.values()].filter((other) => other === title).length < 2;
  return isAlone ? title : `${title} (${name})`;
}

export interface Difference {
  name: string;
  /** One a run; a dash where it has no such thing. */
  values: string[];
}

/** What differs between runs: training settings, where they were trained, then layers and their parameters, those in blocks as well. */
export function differences(runs: readonly Compared[], titles: Titles): Difference[] {
  const tables = [
    runs.map(({ document }) => trainingSettings(document, titles)),
    runs.map(machineSettings),
    runs.map(({ document }) => networkSettings(document)),
  ];
  return tables.flatMap(differing);
}

function differing(tables: readonly Map<string, string>[]): Difference[] {
  const names = [...new Set(tables.flatMap((table) => [...table.keys()]))];
  const rows = names.map((name) => ({ name, values: tables.map((table) => table.get(name) ?? "–") }));
  return rows.filter(({ values }) => new Set(values).size > 1);
}

function machineSettings({ device, backend, platform }: Compared): Map<string, string> {
  return new Map([
    ["Device asked for", device],
    ["Back end asked for", backend],
    ["Trained on", platform || "–"],
  ]);
}

function networkSettings(network: Document): Map<string, string> {
  const settings = levelSettings(network, "");
  settings.set("Outputs", outputsText(network.outputs));
  for (const [name, block] of Object.entries(network.blocks ?? {})) {
    const prefix = `${name} › `;
    for (const [row, value] of levelSettings(block, prefix)) settings.set(row, value);
    for (const [row, value] of blockRows(block)) settings.set(`${prefix}${row}`, value);
  }
  return settings;
}

function levelSettings(level: Level, prefix: string): Map<string, string> {
  const settings = new Map<string, string>();
  const feeds = feedsOf(level, (id) => id);
  for (const node of level.nodes) {
    settings.set(`${prefix}${node.id}`, node.layer);
    for (const [name, value] of nodeRows(node, feeds)) settings.set(`${prefix}${node.id}: ${name}`, value);
  }
  return settings;
}

/** What a block is beside its layers. */
export function blockRows(block: NonNullable<Document["blocks"]>[string]): Map<string, string> {
  const params = (block.params ?? []).map(({ name, default: first }) => `${name}=${valueText(first ?? null)}`);
  return new Map([
    ["inputs", (block.inputs ?? []).join(", ") || "none"],
    ["outputs", outputsText(block.outputs)],
    ["parameters", params.join(", ") || "none"],
    ["one nested layer", block.nested ? "yes" : "no"],
  ]);
}
