/** Blocks as the editor knows them: which node uses which, what stands in them, and what the palette and the form say of each. */
import { completeLayer, completeParam } from "./catalog";
import type { Block, Catalog, Document, LayerSpec, Node } from "./types";

const PREFIX = "block.";
export const BLOCKS = "Blocks";

/** The name of the block that a layer stands for; null for every other layer. */
export function blockName(layer: string): string | null {
  return layer.startsWith(PREFIX) ? layer.slice(PREFIX.length) : null;
}

export function blockLayer(name: string): string {
  return PREFIX + name;
}

/** The block that a node uses. */
export function blockOf(document: Document, node: Node | undefined): Block | undefined {
  const name = node ? blockName(node.layer) : null;
  return name === null ? undefined : document.blocks[name];
}

function spec(name: string, block: Block): LayerSpec {
  const port = (input: string) => ({ name: input, many: false, required: true, minimum: 1 });
  const common = {
    nullable: false,
    choices: [],
    start: null,
    length: null,
    minimum: null,
    maximum: null,
    common: true,
  };
  const training = completeParam({
    ...{ name: "training", kind: "bool", nullable: true },
    help: "Whether its layers behave as while training; empty leaves it to Keras.",
  });
  return completeLayer({
    ...{ name: blockLayer(name), family: BLOCKS, kind: "block", inputs: block.inputs.map(port), auto_name: name },
    call_params: block.nested ? [training] : [],
    summary: block.help || "A block of this network.",
    params: block.params.map((param) => ({ ...common, ...param, required: param.default === null })),
  });
}

const known = new WeakMap<Document["blocks"], { catalog: Catalog; known: Catalog }>();

/** The catalogue with a document's blocks as layers of their own. */
export function knownCatalog(catalog: Catalog, blocks: Document["blocks"]): Catalog {
  const before = known.get(blocks);
  if (before?.catalog === catalog) return before.known;
  const names = Object.keys(blocks);
  const layers = Object.fromEntries(names.map((name) => [blockLayer(name), spec(name, blocks[name] as Block)]));
  const after = names.length ? { ...catalog, layers: { ...catalog.layers, ...layers } } : catalog;
  known.set(blocks, { catalog, known: after });
  return after;
}

/** The blocks that stand in a piece of a network, directly or within others. */
export function blocksIn(blocks: Document["blocks"], nodes: readonly Node[]): Set<string> {
  const found = new Set<string>();
  const waiting = [...nodes];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const name = blockName(node.layer);
    if (name === null || found.has(name)) continue;
    found.add(name);
    waiting.push(...(blocks[name]?.nodes ?? []));
  }
  return found;
}

/** Whether a use of `name` inside the block `into` would put that block into itself. */
export function holdsItself(blocks: Document["blocks"], into: string, name: string): boolean {
  return name === into || blocksIn(blocks, blocks[name]?.nodes ?? []).has(into);
}

/** The nodes that use a block, in the network and in its blocks, each with where it stands ("" for the network). */
export function usesOf(document: Document, name: string): { readonly where: string; readonly node: Node }[] {
  const layer = blockLayer(name);
  const graphs: [string, readonly Node[]][] = [["", document.nodes]];
  for (const [where, block] of Object.entries(document.blocks)) graphs.push([where, block.nodes]);
  return graphs.flatMap(([where, nodes]) =>
    nodes.filter((node) => node.layer === layer).map((node) => ({ where, node })),
  );
}

const VALID = /^[a-z][a-z0-9_]*$/;
export const MAX_NAME = 40;

/** Why a block cannot be called so, in a sentence; null where it can. */
export function blockNameRefusal(name: string, taken: { has(name: string): boolean }): string | null {
  if (name === "") return "A block needs a name.";
  if (name.length > MAX_NAME) return `A block's name has at most ${MAX_NAME} characters; this one has ${name.length}.`;
  if (!VALID.test(name)) return "A block's name starts with a small letter and holds small letters, digits and _ only.";
  return taken.has(name) ? `Another block is called ${name} already.` : null;
}

/** What was typed as a block's name, in the letters that one may have. */
export function spellBlockName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "");
}

/** The first of block, block_1, block_2 … that is not taken. */
export function freshBlockName(base: string, taken: { has(name: string): boolean }): string {
  const stem = (VALID.test(base) ? base : "block").slice(0, MAX_NAME - 4);
  if (!taken.has(stem)) return stem;
  for (let number = 1; ; number += 1) if (!taken.has(`${stem}_${number}`)) return `${stem}_${number}`;
}
