/** Taking the values of a trial into a network. */
import type { Place, Steps } from "./sweep";
import type { Document, Node, SweepField, Training } from "./types";

export type Taken = {
  readonly document: Document;
  /** The names of the fields that stand nowhere any more. */
  readonly missing: readonly string[];
};

/** Plain data with another value at a path; undefined where nothing is there that could hold it. */
function setAt(data: unknown, [first, ...rest]: Steps, value: unknown): unknown {
  if (first === undefined) return value;
  if (Array.isArray(data)) {
    const place = Number(first);
    const next = place < data.length ? setAt(data[place], rest, value) : undefined;
    return next === undefined ? undefined : data.with(place, next);
  }
  if (typeof data !== "object" || data === null) return undefined;
  const next = setAt((data as Record<string, unknown>)[first], rest, value);
  return next === undefined ? undefined : { ...data, [first]: next };
}

function inNodes(nodes: readonly Node[], field: Place, value: unknown): readonly Node[] | null {
  const place = nodes.findIndex(({ id }) => id === field.node);
  const node = nodes[place];
  const config = node && setAt(node.config, field.path, value);
  return node && config ? nodes.with(place, { ...node, config: config as Node["config"] }) : null;
}

export function withValue(document: Document, field: Place, value: unknown): Document | null {
  if (field.node === null) {
    const training = setAt(document.training, field.path, value);
    return training ? { ...document, training: training as Training } : null;
  }
  if (field.block === null) {
    const nodes = inNodes(document.nodes, field, value);
    return nodes && { ...document, nodes };
  }
  const block = document.blocks[field.block];
  const nodes = block && inNodes(block.nodes, field, value);
  return block && nodes ? { ...document, blocks: { ...document.blocks, [field.block]: { ...block, nodes } } } : null;
}

/** A network with what a trial set of its fields; marks stay. */
export function withValues(
  document: Document,
  fields: readonly SweepField[],
  values: Readonly<Record<string, unknown>>,
): Taken {
  let next = document;
  const missing: string[] = [];
  for (const field of fields) {
    if (!(field.name in values)) continue;
    const changed = withValue(next, field, values[field.name]);
    if (changed) next = changed;
    else missing.push(field.name);
  }
  return { document: next, missing };
}
