/** Changes of a block that touch more than its inside: its name, its parameters, its going away. */
import { blockLayer, freshBlockName, usesOf } from "./blocks";
import { equalJson } from "./document";
import { withKey } from "./edit";
import { evaluateExpression, isExpression, mapExpressions, namesIn, renameIn } from "./expression";
import type { Block, BlockParam, Config, Document, Node, Param } from "./types";

function mapNodes(document: Document, change: (node: Node) => Node): Document {
  const mapped = (nodes: readonly Node[]) => {
    const next = nodes.map(change);
    return next.every((node, place) => node === nodes[place]) ? nodes : next;
  };
  const blocks = Object.entries(document.blocks).map(([name, block]) => {
    const nodes = mapped(block.nodes);
    return [name, nodes === block.nodes ? block : { ...block, nodes }] as const;
  });
  return { ...document, nodes: mapped(document.nodes), blocks: Object.fromEntries(blocks) };
}

export function changeBlock(document: Document, name: string, change: (block: Block) => Block): Document {
  const block = document.blocks[name];
  return block ? { ...document, blocks: { ...document.blocks, [name]: change(block) } } : document;
}

/** Gives a block another name; its uses follow. */
export function renameBlock(document: Document, name: string, to: string): Document {
  const [from, layer] = [blockLayer(name), blockLayer(to)];
  const next = mapNodes(document, (node) => (node.layer === from ? { ...node, layer } : node));
  const blocks = Object.entries(next.blocks).map(([key, block]) => [key === name ? to : key, block] as const);
  return { ...next, blocks: Object.fromEntries(blocks) };
}

/** Takes away a block that nothing uses. */
export function removeBlock(document: Document, name: string): Document {
  if (usesOf(document, name).length > 0) return document;
  const { [name]: _, ...blocks } = document.blocks;
  return { ...document, blocks };
}

/** The kind of parameter of a block that can stand for a parameter of a layer; null where none can. */
const KINDS: Readonly<Partial<Record<Param["kind"], BlockParam["kind"]>>> = {
  int: "int",
  float: "float",
  number: "float",
  float_or_range: "float",
  bool: "bool",
  choice: "string",
  string: "string",
  dtype: "string",
  activation: "activation",
  int_or_tuple: "int_or_tuple",
  int_or_pairs: "int_or_tuple",
};

export function blockKind(kind: Param["kind"]): BlockParam["kind"] | null {
  return KINDS[kind] ?? null;
}

/** Whether an expression may stand in a parameter of this kind: what is reckoned with is a number. */
export function takesArithmetic(kind: Param["kind"]): boolean {
  return ["int", "float", "number", "int_or_tuple", "float_or_range", "int_or_pairs"].includes(kind);
}

/** The parameter of the block to which a layer's parameter is to be bound: the one of that name, or a new one with the layer's value. */
export function paramFor(block: Block, param: Param, value: unknown): BlockParam {
  const kind = KINDS[param.kind] ?? "int";
  const there = block.params.find((candidate) => candidate.name === param.name);
  if (there?.kind === kind) return there;
  const taken = new Set(block.params.map((candidate) => candidate.name));
  const start = value ?? param.default ?? param.start ?? null;
  return {
    name: freshBlockName(param.name, taken),
    kind,
    default: start as BlockParam["default"],
    help: param.help ?? "",
  };
}

export function addParam(document: Document, name: string, param: BlockParam): Document {
  return changeBlock(document, name, (block) =>
    block.params.some((other) => other.name === param.name) ? block : { ...block, params: [...block.params, param] },
  );
}

/** Changes a parameter of a block; under a new name, expressions and uses follow. */
export function changeParam(document: Document, name: string, param: string, changes: Partial<BlockParam>): Document {
  const to = changes.name ?? param;
  const next = changeBlock(document, name, (block) => ({
    ...block,
    params: block.params.map((other) => (other.name === param ? { ...other, ...changes } : other)),
    nodes:
      to === param
        ? block.nodes
        : block.nodes.map((node) => rebound(node, (text) => ({ $expr: renameIn(text, param, to) }), param)),
  }));
  return to === param ? next : inUses(next, name, (config) => moved(config, param, to));
}

function moved(config: Config, from: string, to: string): Config {
  return from in config ? withKey(withKey(config, from, undefined), to, config[from]) : config;
}

function inUses(document: Document, name: string, change: (config: Config) => Config): Document {
  const layer = blockLayer(name);
  return mapNodes(document, (node) => (node.layer === layer ? { ...node, config: change(node.config) } : node));
}

/** A node with the expressions that name a parameter changed. */
function rebound(node: Node, change: (text: string) => unknown, param: string): Node {
  const swap = (config: Config) =>
    mapExpressions(config, (expression) =>
      namesIn(expression.$expr).includes(param) ? change(expression.$expr) : expression,
    ) as Config;
  const [config, call] = [swap(node.config), swap(node.call)];
  return equalJson(config, node.config) && equalJson(call, node.call) ? node : { ...node, config, call };
}

/** Takes a parameter away; what was bound to it keeps the value that the default gives. */
export function removeParam(document: Document, name: string, param: string): Document {
  const block = document.blocks[name];
  if (!block) return document;
  const values = Object.fromEntries(block.params.map((other) => [other.name, other.default]));
  const worked = (text: string): unknown => {
    try {
      return evaluateExpression(text, values);
    } catch {
      return null;
    }
  };
  const nodes = block.nodes.map((node) => rebound(node, worked, param));
  const params = block.params.filter((other) => other.name !== param);
  const next = { ...document, blocks: { ...document.blocks, [name]: { ...block, nodes, params } } };
  return inUses(next, name, (config) => withKey(config, param, undefined));
}

/** How many values inside a block are bound to a parameter. */
export function countBound(block: Block, param: string): number {
  let count = 0;
  for (const node of block.nodes)
    mapExpressions([node.config, node.call], (expression) => {
      if (isExpression(expression) && namesIn(expression.$expr).includes(param)) count += 1;
      return expression;
    });
  return count;
}

export type Adopted = { readonly document: Document; readonly names: ReadonlyMap<string, string> };

/**
 * Takes blocks from elsewhere into a document. One that is there already, word for word, is used as it is; one whose name means something
 * else here gets another name, and whoever uses it follows.
 */
export function adoptBlocks(document: Document, blocks: Readonly<Record<string, Block>>): Adopted {
  const taken = new Set(Object.keys(document.blocks));
  const names = new Map<string, string>();
  for (const [name, block] of Object.entries(blocks)) {
    const there = document.blocks[name];
    const to = there && !equalJson(there, block) ? freshBlockName(name, taken) : name;
    taken.add(to);
    names.set(name, to);
  }
  const layers = new Map([...names].map(([from, to]) => [blockLayer(from), blockLayer(to)]));
  const follow = (node: Node): Node => ({ ...node, layer: layers.get(node.layer) ?? node.layer });
  const fresh = Object.entries(blocks)
    .filter(([name]) => !(names.get(name) === name && document.blocks[name]))
    .map(([name, block]) => [names.get(name) ?? name, { ...block, nodes: block.nodes.map(follow) }] as const);
  if (fresh.length === 0) return { document, names };
  return { document: { ...document, blocks: { ...document.blocks, ...Object.fromEntries(fresh) } }, names };
}
