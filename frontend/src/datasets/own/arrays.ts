/** Which array of a file is learned from which. */
import type { Inspection, Recipe } from "./queries";

const TRAIN = "_train";
const TEST = "_test";

export type Use = "input" | "target" | "none";

/** The names by which a recipe knows arrays: x for x_train and x_test where the file parts them itself. */
export function arrayNames(inspection: Inspection, recipe: Recipe): string[] {
  const names = inspection.arrays.map((array) => array.name);
  if (recipe.split.by !== "given") return names;
  const bases = names.filter((name) => name.endsWith(TRAIN)).map((name) => name.slice(0, -TRAIN.length));
  return bases.filter((base) => names.includes(base + TEST));
}

/** The array that a name stands for; the part to train with where there are two. */
export function arrayOf(inspection: Inspection, recipe: Recipe, name: string) {
  const wanted = recipe.split.by === "given" ? name + TRAIN : name;
  return inspection.arrays.find((array) => array.name === wanted);
}

export function roleOf(recipe: Recipe, name: string): Use {
  if (recipe.target === name) return "target";
  return recipe.inputs.some((input) => input.columns.includes(name)) ? "input" : "none";
}

/** Whether an array's numbers may be classes: whole ones or texts, one a sample. */
export function mayBeClass(array: { shape: readonly number[]; dtype: string } | undefined): boolean {
  if (!array) return false;
  const isOne = array.shape.slice(1).every((size) => size === 1);
  return isOne && /^(u?int|bool|<U|\|S)/.test(array.dtype);
}

/** Uses an array; the target before is learned from then. */
export function setUse(inspection: Inspection, recipe: Recipe, name: string, use: Use): Recipe {
  const others = recipe.inputs.filter((input) => !input.columns.includes(name));
  const asInput = (one: string) => ({ name: one, columns: [one] });
  if (use === "target") {
    const freed = recipe.target && recipe.target !== name ? [asInput(recipe.target)] : [];
    const target_is_class = mayBeClass(arrayOf(inspection, recipe, name));
    return fitted({ ...recipe, target: name, target_is_class, inputs: [...others, ...freed] });
  }
  const target = recipe.target === name ? null : (recipe.target ?? null);
  return fitted({ ...recipe, target, inputs: use === "input" ? [...others, asInput(name)] : others });
}

/** Says whether the target's numbers are classes. */
export function setIsClass(recipe: Recipe, target_is_class: boolean): Recipe {
  return fitted({ ...recipe, target_is_class });
}

/** Only classes can be split class by class. */
function fitted(recipe: Recipe): Recipe {
  if (recipe.split.by !== "stratified" || (recipe.target && recipe.target_is_class)) return recipe;
  return { ...recipe, split: { ...recipe.split, by: "ratio" } };
}
