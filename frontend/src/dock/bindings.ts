/** Which field of the data set feeds each input and judges each output, as it will be when nothing more is said. */
import type { Dataset, InputBinding, KerasObject, OutputBinding, Training } from "@/graph/types";

/** Pairs nodes with bindings: by name first, and the unnamed ones in order. A binding whose node is gone counts as unnamed. */
function pair<T extends { readonly node?: string | null }>(
  nodes: readonly string[],
  bindings: readonly T[],
): (T | undefined)[] {
  const named = new Map(
    bindings.flatMap((binding) =>
      binding.node && nodes.includes(binding.node) ? [[binding.node, binding] as const] : [],
    ),
  );
  const rest = bindings.filter((binding) => !binding.node || !nodes.includes(binding.node));
  return nodes.map((node) => named.get(node) ?? rest.shift());
}

export function inputBindings(training: Training, nodes: readonly string[], dataset: Dataset): InputBinding[] {
  return pair(nodes, training.inputs).map((binding, place) => ({
    node: nodes[place] ?? null,
    field: binding?.field ?? dataset.input,
  }));
}

function complete(object: { class_name: string; config?: Readonly<Record<string, unknown>> }): KerasObject {
  return { class_name: object.class_name, config: object.config ?? {} };
}

export function outputBindings(training: Training, nodes: readonly string[], dataset: Dataset): OutputBinding[] {
  return pair(nodes, training.outputs).map((binding, place) => ({
    node: nodes[place] ?? null,
    field: binding?.field ?? dataset.target,
    loss: binding?.loss ?? complete(dataset.last_layer.loss),
    metrics: binding?.metrics ?? dataset.last_layer.metrics.map(complete),
  }));
}

/**
 * The outputs written out: bindings that the settings have where they stand there, since marks point at their places, and then those that the
 * data set brings.
 */
export function writtenOutputs(
  written: readonly OutputBinding[],
  bindings: readonly OutputBinding[],
): readonly OutputBinding[] {
  const nodes = bindings.map(({ node }) => node ?? "");
  const sources = pair(nodes, written);
  const there = written.map((each) => bindings[sources.indexOf(each)] ?? each);
  return [...there, ...bindings.filter((_, place) => !sources[place])];
}
