/** Names of nodes, made as Keras makes the names of layers. */

const VALID = /^[A-Za-z][A-Za-z0-9_]*$/;
export const MAX_ID = 64;

/** A class's name in snake_case, by Keras's own rule: MaxPooling2D → max_pooling2d; ops.matmul → matmul. */
export function snakeCase(name: string): string {
  return name
    .replace(/^(ops|block)\./, "")
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/** The first name that Keras would give a layer of this class and that is not taken; `keras` is what the catalogue says of it. */
export function freshId(layer: string, taken: { has(id: string): boolean }, keras = ""): string {
  const base = keras || snakeCase(layer);
  if (!taken.has(base)) return base;
  for (let number = 1; ; number += 1) {
    const id = `${base}_${number}`;
    if (!taken.has(id)) return id;
  }
}

/** Why a node cannot be called so, in a sentence; null where it can. */
export function idRefusal(id: string, taken: { has(id: string): boolean }): string | null {
  if (id === "") return "A layer needs a name.";
  if (id.length > MAX_ID) return `A name has at most ${MAX_ID} characters; this one has ${id.length}.`;
  if (!VALID.test(id)) return "A name starts with a letter and holds letters, digits and _ only.";
  if (taken.has(id)) return `Another layer is called ${id} already.`;
  return null;
}
