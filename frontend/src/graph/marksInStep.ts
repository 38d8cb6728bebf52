/** Marks follow what they stand on: a node that is renamed, put into a block or taken out of it, a callback, output or metric that moves. */

import { usesOf } from "./blocks";
import { indexOf } from "./document";
import { isKerasObject } from "./kerasObject";
import { renamed } from "./scene";
import { fieldsOf, isPlainName, nameFor, type Steps, samePlace, valueAt, withFields } from "./sweep";
import type { Catalog, Document, KerasObject, Node, ObjectSpec, OutputBinding, SweepField, Training } from "./types";

function roomOf(document: Document, block: string | null): readonly Node[] {
  return block === null ? document.nodes : (document.blocks[block]?.nodes ?? []);
}

function nodeIn(document: Document, block: string | null, id: string): Node | undefined {
  return block === null
    ? indexOf(document).nodes.get(id)
    : roomOf(document, block).find((candidate) => candidate.id === id);
}

/** A block's name now: a block that went away while another stands in its place was renamed. */
function blockNow(before: Document, after: Document, name: string): string | null {
  if (name in after.blocks) return name;
  const to = Object.keys(after.blocks)[Object.keys(before.blocks).indexOf(name)];
  return to !== undefined && !(to in before.blocks) ? to : null;
}

/** A new block that a node was moved into. */
function movedInto(before: Document, after: Document, node: Node): string | null {
  const fresh = Object.entries(after.blocks).filter(([name]) => !(name in before.blocks));
  return fresh.find(([, block]) => block.nodes.includes(node))?.[0] ?? null;
}

/** Where a node stands now; null where it is gone. */
function nodeNow(before: Document, after: Document, field: SweepField): Pick<SweepField, "node" | "block"> | null {
  const id = field.node ?? "";
  const block = field.block === null ? null : blockNow(before, after, field.block);
  if (field.block !== null && block === null) return null;
  if (nodeIn(after, block, id)) return { node: id, block };
  const old = nodeIn(before, field.block, id);
  if (!old) return null;
  const name = renamed(roomOf(before, field.block), roomOf(after, block)).get(id);
  if (name !== undefined) return { node: name, block };
  const into = movedInto(before, after, old);
  return into === null ? null : { node: id, block: into };
}

function plain(value: unknown): string | null {
  const name = isKerasObject(value) ? value.class_name : value;
  return typeof name === "string" ? name.toLowerCase().replaceAll("_", "") : null;
}

/** Whether the objects on the way to a value, which leads through other places now, are still of the classes that they were. */
function isSameWay(before: unknown, after: unknown, path: Steps, now = path): boolean {
  return path.every(
    (_, length) => plain(valueAt(before, path.slice(0, length))) === plain(valueAt(after, now.slice(0, length))),
  );
}

function hasParam(spec: Pick<ObjectSpec, "params"> | undefined, name: string | number | undefined): boolean {
  return !spec?.params || spec.params.some((param) => param.name === name);
}

/** A node's field where the node still has it. */
function kept(before: Document, after: Document, catalog: Catalog, field: SweepField): SweepField | null {
  const now = nodeNow(before, after, field);
  const node = now && nodeIn(after, now.block, now.node ?? "");
  if (!now || !node) return null;
  const old = nodeIn(before, field.block, field.node ?? "") ?? node;
  if (old.layer !== node.layer && !hasParam(catalog.layers[node.layer], field.path[0])) return null;
  if (!isSameWay(old.config, node.config, field.path)) return null;
  return now.node === field.node && now.block === field.block ? field : { ...field, ...now };
}

/** Where something of a list is now: the one of its name, counted among those of that name; -1 where it is gone. */
function placeNow(before: readonly string[], after: readonly string[], place: number): number {
  const name = before[place];
  const rank = before.slice(0, place).filter((other) => other === name).length;
  return after.flatMap((other, at) => (other === name ? [at] : []))[rank] ?? -1;
}

function classesOf(objects: readonly KerasObject[] = []): string[] {
  return objects.map(({ class_name }) => class_name);
}

/** The nodes of outputs; those that the others do not name have no name, and so follow one another in their order. */
function nodesOf(outputs: readonly OutputBinding[], others: readonly OutputBinding[]): string[] {
  const named = new Set(others.map(({ node }) => node));
  return outputs.map(({ node }) => (node && named.has(node) ? node : ""));
}

function withStep(path: Steps, step: number, to: number): Steps | null {
  if (to < 0) return null;
  return path[step] === to ? path : path.with(step, to);
}

/** A path through the lists of the training settings: callbacks and metrics are known by their class, outputs by their node. */
function throughLists(before: Training, after: Training, path: Steps): Steps | null {
  const place = Number(path[1]);
  if (path[0] === "callbacks")
    return withStep(path, 1, placeNow(classesOf(before.callbacks), classesOf(after.callbacks), place));
  if (path[0] !== "outputs") return path;
  const [old, now] = [before.outputs, after.outputs];
  const at = placeNow(nodesOf(old, now), nodesOf(now, old), place);
  const way = withStep(path, 1, at);
  if (way === null || path[2] !== "metrics") return way;
  return withStep(way, 3, placeNow(classesOf(old[place]?.metrics), classesOf(now[at]?.metrics), Number(path[3])));
}

/** A path of the training settings after they changed. */
function pathNow(before: Training, after: Training, catalog: Catalog, path: Steps): Steps | null {
  const { class_name } = after.optimizer;
  if (path[0] === "optimizer" && path.length > 1 && class_name !== before.optimizer.class_name)
    return path.length === 3 && hasParam(catalog.optimizers[class_name], path[2]) ? path : null;
  const now = throughLists(before, after, path);
  return now && isSameWay(before, after, path, now) ? now : null;
}

/** A field of the training settings where they still have it; one that was marked in this very step stands where it should. */
function trainingKept(before: Document, after: Document, catalog: Catalog, field: SweepField): SweepField | null {
  if (before.training === after.training || !fieldsOf(before).some((old) => samePlace(old, field))) return field;
  const path = pathNow(before.training, after.training, catalog, field.path);
  if (path === null || path === field.path) return path && field;
  return { ...field, path: [...path] };
}

/** Names that were made for a place follow it. */
function named(fields: readonly SweepField[], before: readonly SweepField[]): SweepField[] {
  const done: SweepField[] = [];
  for (const field of fields) {
    const old = before.find(({ name }) => name === field.name);
    const moves = old && old !== field && old.node !== field.node && isPlainName(old);
    const others = [...done, ...fields.filter((other) => other !== field)];
    done.push(moves ? { ...field, name: nameFor(field, others) } : field);
  }
  return done;
}

/** The document after a change, its marks on what they stood on before; those whose field is gone go with it. */
export function marksInStep(before: Document, after: Document, catalog: Catalog): Document {
  const fields = fieldsOf(after);
  if (fields.length === 0 || before === after) return after;
  const follow = (field: SweepField) =>
    field.node === null ? trainingKept(before, after, catalog, field) : kept(before, after, catalog, field);
  const next = fields.map(follow).filter((field) => field !== null);
  const isSame = next.length === fields.length && next.every((field, at) => field === fields[at]);
  return isSame ? after : withFields(after, named(next, fields));
}

/**
 * Marks of a block's inside after a use of it was ungrouped in a room (null for the network). Where no use is left they go with the layers,
 * if these came out once; a mark cannot be on several layers at once.
 */
export function marksUngrouped(
  document: Document,
  block: string,
  room: string | null,
  names: ReadonlyMap<string, string> | null,
): Document {
  const fields = fieldsOf(document);
  if (!fields.some((field) => field.block === block) || usesOf(document, block).length > 0) return document;
  const next = fields.flatMap((field): SweepField[] => {
    if (field.block !== block) return [field];
    const node = names?.get(field.node ?? "");
    return node === undefined ? [] : [{ ...field, node, block: room }];
  });
  return withFields(document, named(next, fields));
}
