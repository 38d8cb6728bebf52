/** What choosing a data set changes: the Input's shape, the last layer, and the training settings, as one patch. */
import { indexOf } from "./document";
import { makeNode } from "./insert";
import { fits, targetOf } from "./lossTargets";
import type { Catalog, DataField, Dataset, Document, Edge, KerasObject, Node, OutputBinding, Patch } from "./types";

function field(dataset: Dataset, name: string): DataField | undefined {
  return dataset.fields.find((candidate) => candidate.name === name);
}

function inputConfig(from: DataField): Record<string, unknown> {
  return { shape: [...from.shape], dtype: from.dtype === "float32" ? null : from.dtype };
}

function without(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
}

/** The last layer's settings that the data set's target wants of a loss; null where it wants none. */
function lastConfig(catalog: Catalog, dataset: Dataset, loss?: KerasObject): Record<string, unknown> | null {
  const { units, activation } = dataset.last_layer;
  if (units === null) return null;
  const classes = field(dataset, dataset.target)?.classes?.length ?? 0;
  const isByClass = loss !== undefined && targetOf(catalog, loss.class_name) === "index" && classes > 0;
  const usual = isByClass ? { units: classes, activation: "softmax" } : { units, activation };
  return loss?.config.from_logits === true ? { ...usual, activation: null } : usual;
}

/** A loss instead of one that does not fit, with those of its arguments that it takes too. */
function instead(catalog: Catalog, dataset: Dataset, loss: KerasObject): KerasObject {
  const { class_name, config = {} } = dataset.last_layer.loss;
  const taken = new Set(catalog.losses[class_name]?.params?.map((param) => param.name));
  const kept = Object.entries(loss.config).filter(([name]) => name === "from_logits" && taken.has(name));
  return { class_name, config: { ...config, ...Object.fromEntries(kept) } };
}

/** Losses and metrics that were there before the data set: kept where they can judge it, else replaced by its own. */
function keptOutputs(document: Document, catalog: Catalog, dataset: Dataset): OutputBinding[] {
  const target = field(dataset, dataset.target);
  if (!target) return [];
  return document.training.outputs.map((output) => {
    const chosen = { ...output, field: target.name };
    if (fits(catalog, output.loss.class_name, target)) return chosen;
    const metrics = dataset.last_layer.metrics.map((metric) => ({ ...metric, config: metric.config ?? {} }));
    return { ...chosen, loss: instead(catalog, dataset, output.loss), metrics };
  });
}

/** What choosing a data set did to losses that were there: a sentence for each that could not stay. */
export function replacedLosses(before: Document, after: Document, dataset: Dataset): string[] {
  const title = field(dataset, dataset.target)?.title.toLowerCase() ?? "what is to be learned";
  return before.training.outputs.flatMap(({ loss }, place) => {
    const now = after.training.outputs[place]?.loss;
    if (!now || now.class_name === loss.class_name) return [];
    return `${loss.class_name} cannot judge ${title}, so the loss is ${now.class_name} now.`;
  });
}

/** Nodes that nothing follows, other than Inputs. */
export function lastNodes(document: Document, catalog: Catalog): Node[] {
  const { leaving, arriving } = indexOf(document);
  return document.nodes.filter(
    (node) =>
      catalog.layers[node.layer]?.kind !== "input" &&
      !leaving.has(node.id) &&
      (arriving.has(node.id) || document.nodes.length === 1),
  );
}

type Start = readonly [layer: string, config: Record<string, unknown>];

const flat = ({ shape }: DataField): Start[] => (shape.length > 1 ? [["Flatten", {}]] : []);

/** What has to stand between an Input for a field and a Dense layer, by the field's kind. */
const MIDDLE: Record<DataField["kind"], (from: DataField) => Start[]> = {
  image: flat,
  vector: flat,
  series: flat,
  class: flat,
  value: flat,
  tokens: ({ vocabulary_size }) => [
    ["Embedding", { input_dim: vocabulary_size ?? 10_000, output_dim: 32, mask_zero: true }],
    ["GlobalAveragePooling1D", {}],
  ],
  text: () => [
    ["TextVectorization", { max_tokens: 10_000, output_sequence_length: 100 }],
    ["Embedding", { input_dim: 10_000, output_dim: 32, mask_zero: true }],
    ["GlobalAveragePooling1D", {}],
  ],
};

function startingNetwork(
  document: Document,
  catalog: Catalog,
  dataset: Dataset,
  from: DataField,
): Pick<Patch, "add_nodes" | "add_edges"> {
  const nodes: Node[] = [];
  const add = (layer: string, config: Record<string, unknown>) => {
    const at = [0, nodes.length * 118] as const;
    const node = makeNode({ ...document, nodes }, layer, catalog.layers[layer], at);
    nodes.push({ ...node, config: without(config) });
  };
  add("Input", inputConfig(from));
  const last = lastConfig(catalog, dataset);
  if (last) for (const [layer, config] of [...MIDDLE[from.kind](from), ["Dense", last] as const]) add(layer, config);
  const edges = nodes
    .slice(1)
    .map((node, place): Edge => ({ from: [nodes[place]?.id ?? "", 0], to: [node.id, "inputs", 0] }));
  return { add_nodes: nodes, add_edges: edges };
}

/** The fields that a new network learns from: all of one's own table; of the gallery's, whose other fields are parts of the first, one. */
function inputsOf(dataset: Dataset): DataField[] {
  if (!dataset.own) return [];
  return dataset.fields.filter(({ name, kind }) => name !== dataset.target && (kind === "vector" || kind === "text"));
}

/** What makes numbers of a field that stand beside those of other fields: normalised, one-hot, or the mean of words' vectors. */
function beside(from: DataField): readonly Start[] {
  if (from.kind === "vector") return from.scale.length > 0 ? [] : [["Normalization", {}]];
  const vocabulary = from.classes.filter((word) => word !== "");
  return vocabulary.length > 0 ? [["StringLookup", { vocabulary, output_mode: "one_hot" }]] : MIDDLE.text(from);
}

const ASIDE = 260;
const DOWN = 118;

/** An Input for each field, joined before the last layer. */
function joinedNetwork(document: Document, catalog: Catalog, dataset: Dataset, fields: readonly DataField[]) {
  const nodes: Node[] = [];
  const edges: Edge[] = [];
  const add = (layer: string, config: Record<string, unknown>, at: readonly [number, number]) => {
    const node = makeNode({ ...document, nodes }, layer, catalog.layers[layer], at);
    nodes.push({ ...node, config: without(config) });
    return node.id;
  };
  const wire = (from: string, to: string, place = 0) => edges.push({ from: [from, 0], to: [to, "inputs", place] });
  const branches = fields.map((from, column) => {
    const x = column * ASIDE;
    const input = add("Input", inputConfig(from), [x, 0]);
    const end = beside(from).reduce((last, [layer, config], row) => {
      const next = add(layer, config, [x, (row + 1) * DOWN]);
      wire(last, next);
      return next;
    }, input);
    return { input, end, field: from.name, length: beside(from).length };
  });
  const middle = ((fields.length - 1) * ASIDE) / 2;
  const below = (Math.max(...branches.map((branch) => branch.length)) + 1) * DOWN;
  const joined = add("Concatenate", {}, [middle, below]);
  for (const [place, { end }] of branches.entries()) wire(end, joined, place);
  const last = lastConfig(catalog, dataset);
  if (last) wire(joined, add("Dense", last, [middle, below + DOWN]));
  const inputs = branches.map(({ input, field }) => ({ node: input, field }));
  return { inputs, add_nodes: nodes, add_edges: edges };
}

/** The patch that makes a network fit a data set, as far as this can be said without changing its middle. */
export function datasetPatch(document: Document, catalog: Catalog, dataset: Dataset): Patch {
  const outputs = keptOutputs(document, catalog, dataset);
  const set_training = { dataset: dataset.name, inputs: [], outputs };
  const from = field(dataset, dataset.input);
  if (!from) return { set_training };
  const several = inputsOf(dataset);
  if (document.nodes.length === 0 && several.length > 1) {
    const { inputs, ...drawn } = joinedNetwork(document, catalog, dataset, several);
    return { set_training: { ...set_training, inputs }, ...drawn };
  }
  if (document.nodes.length === 0) return { set_training, ...startingNetwork(document, catalog, dataset, from) };
  const set_config: Record<string, Record<string, unknown>> = {};
  const inputs = document.nodes.filter((node) => catalog.layers[node.layer]?.kind === "input");
  if (inputs.length === 1 && inputs[0]) set_config[inputs[0].id] = inputConfig(from);
  const ends = lastNodes(document, catalog);
  const last = lastConfig(catalog, dataset, outputs.length === 1 ? outputs[0]?.loss : undefined);
  const [end] = ends;
  const names = new Set(end ? catalog.layers[end.layer]?.params?.map((param) => param.name) : []);
  const takesUnits = end && ends.length === 1 && end.shares === null && names.has("units") && names.has("activation");
  if (last && takesUnits) set_config[end.id] = last;
  return { set_training, set_config };
}
