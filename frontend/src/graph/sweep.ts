/** Fields that are marked to be searched: marking one, changing what it takes, counting what that makes. */
import { completeSweep, equalJson } from "./document";
import { isKerasObject } from "./kerasObject";
import type { Config, Document, Param, Sweep, SweepField } from "./types";

/** The way to a value within a config or the training settings: names of keys, places in lists. */
export type Steps = readonly (string | number)[];

/** Where a value stands: in a node of the network or of a block, or in the training settings where `node` is null. */
export type Place = { readonly node: string | null; readonly block: string | null; readonly path: Steps };

/** What a field takes: the values of a list, or a range. */
export type Span = Pick<SweepField, "values" | "low" | "high" | "step" | "log" | "integer">;

const LONGEST_NAME = 60;

export function samePlace(a: Place, b: Place): boolean {
  return (
    a.node === b.node &&
    a.block === b.block &&
    a.path.length === b.path.length &&
    a.path.every((part, at) => part === b.path[at])
  );
}

export function fieldsOf(document: Document): readonly SweepField[] {
  return document.training.sweep?.fields ?? NONE;
}

const NONE: readonly SweepField[] = [];

/** The parameters of a node that are marked, parted by commas. */
export function markedOf(document: Document, block: string | null, node: string): string {
  const own = fieldsOf(document).filter((field) => field.node === node && field.block === block);
  return [...new Set(own.map(({ path }) => path[0]))].join(", ");
}

export function fieldAt(document: Document, place: Place): SweepField | undefined {
  return fieldsOf(document).find((field) => samePlace(field, place));
}

/** What a field is called of itself: dense_units, learning_rate. */
function plainName({ node, path }: Place): string {
  const last = path.filter((part) => typeof part === "string" && part !== "config").at(-1) ?? "value";
  const words = (node === null ? String(last) : `${node}_${last}`).replace(/\W+/g, "_");
  return words.replace(/^[^A-Za-z]+/, "").slice(0, LONGEST_NAME) || "value";
}

function freshName(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  for (let number = 1; ; number += 1) if (!taken.has(`${base}_${number}`)) return `${base}_${number}`;
}

/** The name of a field at a place, beside the names of the others. */
export function nameFor(place: Place, others: readonly SweepField[]): string {
  return freshName(plainName(place), new Set(others.map(({ name }) => name)));
}

/** Whether a field's name was made for its place, and not given by a person. */
export function isPlainName(field: SweepField): boolean {
  const base = plainName(field);
  return field.name === base || new RegExp(`^${base}_\\d+$`).test(field.name);
}

/** Why a field cannot be called so, in a sentence; null where it can. */
export function fieldNameRefusal(name: string, others: readonly SweepField[]): string | null {
  if (name === "") return "A field needs a name.";
  if (name.length > LONGEST_NAME) return `A name has at most ${LONGEST_NAME} characters; this one has ${name.length}.`;
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return "A name starts with a letter and holds letters, digits and _ only.";
  return others.some((other) => other.name === name) ? `Another field is called ${name} already.` : null;
}

export function setSweep(document: Document, changes: Partial<Sweep>): Document {
  const { training } = document;
  return { ...document, training: { ...training, sweep: { ...(training.sweep ?? completeSweep()), ...changes } } };
}

/** The document with other fields; where none is left, nothing is searched, but how that was done is kept. */
export function withFields(document: Document, fields: readonly SweepField[]): Document {
  return setSweep(document, { fields: [...fields] });
}

/** Marks a value to be searched. */
export function mark(document: Document, place: Place, span: Span): Document {
  const fields = fieldsOf(document);
  if (fieldAt(document, place)) return document;
  const { node, block, path } = place;
  return withFields(document, [...fields, { name: nameFor(place, fields), node, block, path: [...path], ...span }]);
}

export function unmark(document: Document, name: string): Document {
  return withFields(
    document,
    fieldsOf(document).filter((field) => field.name !== name),
  );
}

export function changeField(document: Document, name: string, changes: Partial<SweepField>): Document {
  return withFields(
    document,
    fieldsOf(document).map((field) => (field.name === name ? { ...field, ...changes } : field)),
  );
}

const RANGED: ReadonlySet<Param["kind"]> = new Set([
  "int",
  "float",
  "number",
  "schedule",
  "float_or_range",
  "int_or_tuple",
]);
const WHOLE: ReadonlySet<Param["kind"]> = new Set(["int", "int_or_tuple", "int_or_pairs"]);
/** What cannot be tried with several values: what holds other layers, or is the shape of the data. */
const FIXED: ReadonlySet<Param["kind"]> = new Set(["layer", "layers", "formula", "python", "shape", "arguments"]);

export function canMark(param: Param): boolean {
  return !FIXED.has(param.kind) && param.name !== "trainable" && param.name !== "name";
}

/** Whether a parameter can take a range, and not only a list. */
export function takesRange(param: Param): boolean {
  return RANGED.has(param.kind);
}

export function isWhole(param: Param): boolean {
  return WHOLE.has(param.kind);
}

function bounded(param: Param, value: number): number {
  const whole = isWhole(param) ? Math.round(value) : Number(value.toPrecision(6));
  return Math.min(
    param.maximum ?? Number.POSITIVE_INFINITY,
    Math.max(param.minimum ?? Number.NEGATIVE_INFINITY, whole),
  );
}

/** Numbers around one: ten times smaller and larger for a learning rate, a half and the double for others. */
function around(param: Param, value: number): number[] {
  const factor = param.kind === "schedule" ? 10 : 2;
  const near = value === 0 ? [0, 1] : [value / factor, value, value * factor];
  const share =
    value > 0 && value < 1 && param.kind !== "schedule" ? [value / 2, value, Math.min(value * 2, 0.9)] : near;
  return [...new Set(share.map((each) => bounded(param, each)))].toSorted((a, b) => a - b);
}

const NO_RANGE = { low: null, high: null, step: null, log: false } as const;

export function listSpan(param: Param, values: readonly unknown[]): Span {
  return { ...NO_RANGE, integer: isWhole(param), values: [...values] as Span["values"] };
}

/** What is tried first beside the value that is drawn. */
const USUAL: ReadonlySet<string> = new Set(["relu", "tanh", "SGD", "RMSprop", "he_normal", "L2"]);

function wordOf(choice: unknown): string {
  return isKerasObject(choice) ? choice.class_name : String(choice);
}

/** What a field first takes when it is marked, from the value that it has. */
export function firstSpan(param: Param, value: unknown, choices: readonly unknown[] = []): Span {
  const now = value === undefined || value === null ? (param.default ?? param.start ?? null) : value;
  if (param.kind === "bool") return listSpan(param, [true, false]);
  if (typeof now === "number") return listSpan(param, around(param, now));
  if (Array.isArray(now) && isWhole(param)) return listSpan(param, [now]);
  const others = choices.filter((choice) => !equalJson(choice, now));
  const usual = others.find((choice) => USUAL.has(wordOf(choice)));
  const other = usual ?? (param.kind === "json" ? undefined : others[0]); // few losses fit an output, and which ones is not known here
  return listSpan(
    param,
    [now, other].filter((each) => each !== null && each !== undefined),
  );
}

/** A range from the smallest to the largest number of a list. */
export function rangeFrom(param: Param, span: Span): Span {
  const numbers = (span.values ?? []).filter((value): value is number => typeof value === "number");
  const [low, high] = numbers.length ? [Math.min(...numbers), Math.max(...numbers)] : [1, 10];
  const top = low === high ? bounded(param, low === 0 ? 1 : low * 2) : high;
  const log = low > 0 && (param.kind === "schedule" || top / low >= 100);
  return { values: null, low, high: top, step: null, log, integer: isWhole(param) };
}

/** The ends of a range and its middle, as a list. */
export function listFrom(param: Param, { low, high, log }: Span): Span {
  const [from, to] = [low ?? 1, high ?? 10];
  const middle = log && from > 0 ? Math.sqrt(from * to) : (from + to) / 2;
  const values = [from, middle, to].map((value) => bounded(param, value));
  return listSpan(param, [...new Set(values)]);
}

/** How many values a field has; null for a range that has any number of them. */
export function countOf({ values, low, high, step, log, integer }: Span): number | null {
  if (values) return values.length;
  if (low === null || high === null || low === undefined || high === undefined) return 0;
  const stride = step ?? (integer ? 1 : null);
  if (stride === null || stride <= 0 || log) return null;
  return high < low ? 0 : Math.floor((high - low) / stride + 1e-9) + 1;
}

/** How many combinations there are of all fields; null where a range has any number of values. */
export function combinations(fields: readonly Span[]): number | null {
  let product = 1;
  for (const field of fields) {
    const count = countOf(field);
    if (count === null) return null;
    product *= count;
  }
  return product;
}

/** How many trials a sweep will make. */
export function plannedTrials(sweep: Sweep): number {
  const all = sweep.method === "grid" ? combinations(sweep.fields) : null;
  return all === null ? sweep.trials : Math.min(all, sweep.trials);
}

/** The value at a path of plain data; undefined where there is none. */
export function valueAt(data: unknown, path: Steps): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Config)[part];
  }
  return value;
}
