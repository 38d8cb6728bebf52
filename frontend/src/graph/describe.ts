/** What is said of a node: on its face, and to those who listen. */

import { blockName } from "./blocks";
import { indexOf } from "./document";
import { isExpression } from "./expression";
import { formatCount, formatValue, speakShape } from "./format";
import { isKerasObject, type Written } from "./kerasObject";
import { ownerOf } from "./sharing";
import type { Catalog, Document, LayerSpec, Node, NodeAnalysis, Param } from "./types";

const SHOWN = 3;

/** `name` is empty where the value says it all, as "relu" and "same" do. */
export type ShownParam = { readonly name: string; readonly text: string };

const SPEAK_FOR_THEMSELVES: ReadonlySet<string> = new Set<Param["kind"]>([
  "activation",
  "choice",
  "dtype",
  "formula",
  "python",
  "arguments",
]);

const INNER: ReadonlySet<string> = new Set<Param["kind"]>(["layer", "layers"]);

/** A layer's class as a person says it: matmul for ops.matmul, a block by its own name. */
export function titleOf(layer: string): string {
  return blockName(layer) ?? layer.replace(/^ops\./, "");
}

/** An inner layer in a word and its first number: LSTM 64. */
function innerText(catalog: Catalog, { class_name, config = {} }: Written): string {
  const params = catalog.layers[class_name]?.params ?? [];
  const inner = params.filter((param) => INNER.has(param.kind)).map((param) => wrapped(catalog, config[param.name]));
  if (inner[0]) return `${class_name}(${inner[0]})`;
  const first = params.find((param) => param.common && config[param.name] !== undefined);
  return first ? `${class_name} ${formatValue(config[first.name])}` : class_name;
}

function wrapped(catalog: Catalog, value: unknown): string {
  const layers = (Array.isArray(value) ? value : [value]).filter(isKerasObject);
  return layers.map((layer) => innerText(catalog, layer)).join(", ");
}

/** What a node is, with the layer that it wraps: Bidirectional(LSTM 64). */
export function nodeTitle(catalog: Catalog, node: Node): string {
  const wrapper = (catalog.layers[node.layer]?.params ?? []).find((param) => INNER.has(param.kind));
  const inner = wrapper ? wrapped(catalog, node.config[wrapper.name]) : "";
  return inner ? `${titleOf(node.layer)}(${inner})` : titleOf(node.layer);
}

/** What a placeholder stands for. */
export function lostClass(node: Node): string {
  return typeof node.config.class_name === "string" ? node.config.class_name : "A layer";
}

/** Why it could not be read. */
function lostReason(node: Node): string {
  const { reason } = node.config;
  return typeof reason === "string" && reason ? reason : "could not be read";
}

/** What a Python layer's text calls its class. */
export function classOf(source: unknown): string {
  return (typeof source === "string" && /^class\s+(\w+)/m.exec(source)?.[1]) || "no class";
}

const SAID: Readonly<Record<string, (value: unknown) => string>> = {
  python: classOf,
  arguments: (value) => JSON.stringify(value).slice(1, -1).replaceAll('"', "").replaceAll(/[:,]/g, "$& "),
};

function textOf(kind: string, value: unknown): string {
  return isExpression(value) ? value.$expr : (SAID[kind] ?? formatValue)(value);
}

function shortName(name: string): string {
  return name.replace(/_(size|rate)$/, "");
}

/** The two or three parameters that matter: those that were set, the common ones first; one default where nothing was. */
export function shownParams(spec: LayerSpec | undefined, node: Node): ShownParam[] {
  if (spec?.kind === "placeholder") return [{ name: "", text: lostReason(node) }];
  const params = (spec?.params ?? []).filter((param) => !INNER.has(param.kind) && param.name !== "trainable");
  const isSet = (param: Param) => node.config[param.name] !== undefined;
  const set = [
    ...params.filter((param) => param.common && isSet(param)),
    ...params.filter((param) => !param.common && isSet(param)),
  ];
  const standing = params.find((param) => param.common && typeof param.default !== "boolean" && param.default != null);
  const chosen = set.length === 0 && standing ? [standing] : set;
  const values: [string, unknown][] = spec
    ? chosen.map((param) => [param.name, node.config[param.name] ?? param.default])
    : Object.entries(node.config);
  const kinds = new Map(params.map((param) => [param.name, param.kind]));
  return values.slice(0, SHOWN).map(([name, value]) => ({
    name: SPEAK_FOR_THEMSELVES.has(kinds.get(name) ?? "") ? "" : shortName(name),
    text: textOf(kinds.get(name) ?? "", value),
  }));
}

/** A number of parameters; of a Python layer only a training knows it. */
export function countText(count: number, isCounted: boolean): string {
  if (!isCounted) return count === 0 ? "parameters unknown" : `at least ${formatCount(count)} parameters`;
  return count === 1 ? "1 parameter" : `${formatCount(count)} parameters`;
}

/** "Conv2D conv_1, output 26 by 26 by 32, 320 parameters, connected to MaxPooling2D pool_1". */
export function describeNode(
  document: Document,
  node: Node,
  analysis: NodeAnalysis | undefined,
  problems: number,
  marked = "",
): string {
  const { nodes, leaving } = indexOf(document);
  const outputs = (analysis?.outputs ?? []).map(speakShape).join(" and ");
  const count = analysis ? analysis.trainable + analysis.non_trainable : 0;
  const ends = [...new Set((leaving.get(node.id) ?? []).map((edge) => edge.to[0]))];
  const connected = ends.map((id) => `${titleOf(nodes.get(id)?.layer ?? "")} ${id}`.trim()).join(", ");
  const uses = ownerOf(document, node);
  return [
    `${titleOf(node.layer)} ${node.id}`,
    uses !== node && `uses the layer of ${uses.id}`,
    node.repeat > 1 && `repeated ${node.repeat} times`,
    uses.config.trainable === false && "frozen",
    document.outputs.some(([id]) => id === node.id) && "an output",
    marked && `several values of ${marked} to try`,
    outputs && `output ${outputs}`,
    analysis && countText(count, analysis.is_counted),
    connected ? `connected to ${connected}` : "connected to nothing",
    problems > 0 && (problems === 1 ? "1 problem" : `${problems} problems`),
  ]
    .filter(Boolean)
    .join(", ");
}
