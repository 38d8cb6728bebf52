/** What is said of a node: on its face, and to those who listen. */
import { indexOf } from "./document";
import { formatCount, formatValue, speakShape } from "./format";
import type { Catalog, Document, LayerSpec, Node, NodeAnalysis, Param } from "./types";

const SHOWN = 3;

/** `name` is empty where the value says it all, as "relu" and "same" do. */
export type ShownParam = { readonly name: string; readonly text: string };

const SPEAK_FOR_THEMSELVES: ReadonlySet<string> = new Set<Param["kind"]>(["activation", "choice", "dtype"]);

function shortName(name: string): string {
  return name.replace(/_(size|rate)$/, "");
}

/** The two or three parameters that matter: those that were set, the common ones first; one default where nothing was. */
export function shownParams(spec: LayerSpec | undefined, node: Node): ShownParam[] {
  const params = spec?.params ?? [];
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
    text: formatValue(value),
  }));
}

/** "Conv2D conv_1, output 26 by 26 by 32, 320 parameters, connected to MaxPooling2D pool_1". */
export function describeNode(
  document: Document,
  node: Node,
  analysis: NodeAnalysis | undefined,
  problems: number,
): string {
  const { nodes, leaving } = indexOf(document);
  const outputs = (analysis?.outputs ?? []).map(speakShape).join(" and ");
  const count = analysis ? analysis.trainable + analysis.non_trainable : 0;
  const ends = [...new Set((leaving.get(node.id) ?? []).map((edge) => edge.to[0]))];
  const connected = ends.map((id) => `${nodes.get(id)?.layer ?? ""} ${id}`.trim()).join(", ");
  return [
    `${node.layer} ${node.id}`,
    outputs && `output ${outputs}`,
    analysis && (count === 1 ? "1 parameter" : `${formatCount(count)} parameters`),
    connected ? `connected to ${connected}` : "connected to nothing",
    problems > 0 && (problems === 1 ? "1 problem" : `${problems} problems`),
  ]
    .filter(Boolean)
    .join(", ");
}

/** A layer's family, or a stand-in for one that the catalogue does not have. */
export function familyOf(catalog: Catalog, layer: string): string {
  return catalog.layers[layer]?.family ?? "";
}
