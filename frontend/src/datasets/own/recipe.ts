/** Corrections of a recipe: what columns hold, what is learned from what. Each keeps the rest of the recipe sound. */
import type { ColumnFound, ColumnKind, Inspection, Recipe, Types } from "./queries";

type Inputs = Recipe["inputs"];

const NUMERIC: ReadonlySet<ColumnKind> = new Set(["number", "date"]);
const LEARNABLE: ReadonlySet<ColumnKind> = new Set(["number", "category"]);
const ENOUGH_OF_EACH = 4;
const DATE_WORDS = { "%d": "day", "%m": "month", "%Y": "year", "%H:%M": "hours:minutes" };
const FEATURES = "features";
const PAST = "past";

/** An input of a column's own. */
export const OWN = "\0own";

export function typeOf(recipe: Recipe, name: string): ColumnKind {
  return recipe.columns.find((column) => column.name === name)?.kind ?? "ignore";
}

/** The field that a column is learned from in. */
export function fieldOf(recipe: Recipe, name: string): string | null {
  return recipe.inputs.find((input) => input.columns.includes(name))?.name ?? null;
}

/** What can be learned of a type: a series foretells numbers alone. */
function isLearnable(recipe: Recipe, kind: ColumnKind): boolean {
  return recipe.kind === "series" ? kind === "number" : LEARNABLE.has(kind);
}

/** Columns that can be learned. */
export function targets(recipe: Recipe): string[] {
  return recipe.columns.filter((column) => isLearnable(recipe, column.kind)).map((column) => column.name);
}

function isNumeric(recipe: Recipe, name: string): boolean {
  return NUMERIC.has(typeOf(recipe, name));
}

/** Fields of numbers that a column of numbers can join. */
export function joinable(recipe: Recipe, name: string): string[] {
  if (!isNumeric(recipe, name)) return [];
  return recipe.inputs
    .filter((input) => input.columns.every((column) => isNumeric(recipe, column)))
    .filter((input) => input.columns.some((column) => column !== name))
    .map((input) => input.name);
}

function without(inputs: Inputs, name: string): Inputs {
  return inputs
    .map((input) => ({ ...input, columns: input.columns.filter((column) => column !== name) }))
    .filter((input) => input.columns.length > 0);
}

function freeName(recipe: Recipe, wanted: string): string {
  const taken = new Set([...recipe.inputs.map((input) => input.name), recipe.target]);
  for (let place = 1; ; place += 1) {
    const name = place === 1 ? wanted : `${wanted} ${place}`;
    if (!taken.has(name)) return name;
  }
}

function inOrder(recipe: Recipe, columns: readonly string[]): string[] {
  return recipe.columns.map((column) => column.name).filter((name) => columns.includes(name));
}

/** Learns from a column: in a field of its own, in one that is there, or (null) not at all. */
export function setInput(recipe: Recipe, name: string, field: string | null): Recipe {
  const left = { ...recipe, inputs: without(recipe.inputs, name) };
  if (field === null) return left;
  if (left.inputs.some((input) => input.name === field)) {
    const join = (input: Inputs[number]) =>
      input.name === field ? { ...input, columns: inOrder(recipe, [...input.columns, name]) } : input;
    return { ...left, inputs: left.inputs.map(join) };
  }
  return { ...left, inputs: [...left.inputs, { name: freeName(left, name), columns: [name] }] };
}

/** Learns from a column where columns of its type are usually put: numbers together, words each by itself. */
function learnFrom(recipe: Recipe, name: string): Recipe {
  const left = { ...recipe, inputs: without(recipe.inputs, name) };
  if (recipe.kind === "series") return typeOf(recipe, name) === "number" ? see(left, name) : left;
  if (!isNumeric(recipe, name)) return setInput(left, name, OWN);
  const [numbers] = joinable(left, name);
  if (numbers) return setInput(left, name, numbers);
  return { ...left, inputs: [{ name: freeName(left, FEATURES), columns: [name] }, ...left.inputs] };
}

/** Sees a column of a series among the others: they are one field. */
export function see(recipe: Recipe, name: string): Recipe {
  const [past] = recipe.inputs;
  return past ? setInput(recipe, name, past.name) : { ...recipe, inputs: [{ name: PAST, columns: [name] }] };
}

/** Says what a column holds. */
export function setType(recipe: Recipe, found: readonly ColumnFound[], name: string, kind: ColumnKind): Recipe {
  const before = typeOf(recipe, name);
  const columns = recipe.columns.map((column) =>
    column.name === name ? { ...column, kind, date_format: "" } : column,
  );
  let after: Recipe = { ...recipe, columns };
  if (recipe.split.column === name && !canSplitBy(after, name)) {
    const by = recipe.kind === "series" ? "time" : "ratio"; // rows of a series follow in time, be it in the order of the file
    after = { ...after, split: { ...after.split, by, column: null, held_out: [] } };
  }
  if (recipe.target === name) after = isLearnable(after, kind) ? fitSplit(after, found) : { ...after, target: null };
  if (recipe.kind === "series") return kind === "number" ? learnFrom(after, name) : setInput(after, name, null);
  if (recipe.target === name) return after;
  if (kind === "ignore") return setInput(after, name, null);
  const wasUsed = fieldOf(recipe, name) !== null;
  const isMoved = NUMERIC.has(before) !== NUMERIC.has(kind);
  return (wasUsed && isMoved) || before === "ignore" ? learnFrom(after, name) : after;
}

function canSplitBy(recipe: Recipe, name: string): boolean {
  const wanted = recipe.split.by === "time" ? "date" : "category";
  return typeOf(recipe, name) === wanted;
}

/** Says which column is to be learned; the one before is learned from. */
export function setTarget(recipe: Recipe, found: readonly ColumnFound[], name: string): Recipe {
  if (recipe.kind === "series") return { ...recipe, target: name };
  const freed = recipe.target;
  const after = { ...recipe, target: name, inputs: without(recipe.inputs, name) };
  const inputs = after.inputs.map((input) =>
    input.name === name ? { ...input, name: freeName(after, `${name} and others`) } : input,
  );
  const named = { ...after, inputs };
  return fitSplit(freed !== null && freed !== undefined && freed !== name ? learnFrom(named, freed) : named, found);
}

/** Class by class where the target is a class of which there are enough, by ratio where it is not. */
function fitSplit(recipe: Recipe, found: readonly ColumnFound[]): Recipe {
  const { by } = recipe.split;
  if (by !== "ratio" && by !== "stratified") return recipe;
  return { ...recipe, split: { ...recipe.split, by: canStratify(recipe, found) ? "stratified" : "ratio" } };
}

/** Whether each class of the target is there often enough to be split by itself. */
export function canStratify(recipe: Recipe, found: readonly ColumnFound[]): boolean {
  if (!recipe.target || typeOf(recipe, recipe.target) !== "category") return false;
  const target = found.find((column) => column.name === recipe.target);
  return target !== undefined && target.distinct > 1 && (target.rarest ?? 0) > ENOUGH_OF_EACH;
}

/** Says how the dates of a column are written. */
export function setDateFormat(recipe: Recipe, name: string, date_format: string): Recipe {
  const columns = recipe.columns.map((column) => (column.name === name ? { ...column, date_format } : column));
  return { ...recipe, columns };
}

/** A format of dates in words: "%d/%m/%Y" is "day/month/year". */
export function dateWords(format: string): string {
  if (format === "iso") return "year-month-day";
  return Object.entries(DATE_WORDS).reduce((words, [code, word]) => words.replace(code, word), format);
}

/** The recipe as far as it was chosen, brought in line with what was found since: the way a file is read, and how its dates may be written. */
export function adopted(edited: Recipe | null, inspection: Inspection): Recipe | null {
  const proposed = inspection.recipe ?? null;
  if (edited?.kind !== inspection.kind) return proposed;
  const reading = inspection.reading ?? edited.reading;
  if (inspection.columns.length === 0) return { ...edited, reading };
  const formats = new Map(inspection.columns.map((column) => [column.name, column]));
  const isSameTable = edited.columns.length === formats.size && edited.columns.every(({ name }) => formats.has(name));
  if (!isSameTable) return proposed;
  const columns = edited.columns.map((column) => ({
    ...column,
    date_format: column.kind === "date" ? fittingFormat(column.date_format, formats.get(column.name)) : "",
  }));
  return { ...edited, reading, columns };
}

/** The chosen format where the dates fit it, otherwise the one that was found. */
function fittingFormat(chosen: string, found: ColumnFound | undefined): string {
  return found?.date_formats.includes(chosen) ? chosen : (found?.date_format ?? "");
}

/** The types by which a file must be looked at to show a recipe's columns as they are: the corrected ones, and the target's. */
export function askedTypes(recipe: Recipe | null, found: readonly ColumnFound[], corrected: Types): Types {
  const target = found.find((column) => column.name === recipe?.target);
  if (!recipe || !target) return corrected;
  const kind = typeOf(recipe, target.name);
  return kind === target.inferred || corrected[target.name] === kind
    ? corrected
    : { ...corrected, [target.name]: kind };
}

/** What must be chosen before anything can be kept, as sentences. */
export function wanting(recipe: Recipe): string[] {
  const found: string[] = [];
  if (recipe.kind === "images" || recipe.kind === "text") return found;
  if (!recipe.target) found.push(`Choose the ${recipe.kind === "arrays" ? "array" : "column"} that is to be learned.`);
  if (recipe.inputs.length === 0)
    found.push(`Choose at least one ${recipe.kind === "arrays" ? "array" : "column"} to learn from.`);
  if (recipe.split.by === "column" && !recipe.split.column) found.push("Choose the column to split by.");
  if (recipe.split.by === "column" && recipe.split.column && recipe.split.held_out.length === 0)
    found.push(`Choose the values of ${recipe.split.column} to test with.`);
  return found;
}
