/** What is to be done to a data set's fields before a network sees them: the form's values, and what they ask of the server. */
import type { components } from "@/api/schema";
import type { Dataset, Field } from "../queries";

export type Preprocess = components["schemas"]["Preprocess"];
export type Augmentation = Preprocess["augment"][number];

/** One field's part of the form. */
export interface Wish {
  readonly field: string;
  readonly normalise: boolean;
  readonly rescale: boolean;
  readonly resize: readonly [height: number, width: number] | null;
  readonly augment: readonly Augmentation[];
  readonly encode: "one_hot" | "index" | null;
  readonly tokens: "row" | "bag" | null;
  readonly words: number;
  readonly length: number;
}

export const AUGMENTATIONS: readonly (readonly [Augmentation, string])[] = [
  ["flip", "Flip left to right"],
  ["rotate", "Turn a little"],
  ["zoom", "Zoom"],
  ["shift", "Shift"],
  ["contrast", "Contrast"],
  ["brightness", "Brightness"],
];

/** What a field may have done to it. */
export type Treatment = "numbers" | "image" | "category" | "text";

/** Null for fields that nothing is to be done to. */
export function treatmentOf(field: Field): Treatment | null {
  if (field.kind === "image") return "image";
  if (field.kind === "vector" || field.kind === "series" || field.kind === "value") return "numbers";
  if (field.kind === "text") return field.classes.length > 0 ? "category" : "text";
  return null;
}

/** The fields that feed the network and that something can be done to. */
export function treatable(dataset: Dataset, fed: readonly string[]): Field[] {
  return dataset.fields.filter((field) => fed.includes(field.name) && treatmentOf(field) !== null);
}

/** Fields of one's own data that could feed the network, and do not. */
export function unused(dataset: Dataset, fed: readonly string[]): Field[] {
  return dataset.own ? dataset.fields.filter(({ name }) => name !== dataset.target && !fed.includes(name)) : [];
}

/** What is usually done to a field. */
export function usual(field: Field): Wish {
  const treatment = treatmentOf(field);
  return {
    field: field.name,
    normalise: treatment === "numbers" && field.scale.length === 0,
    rescale: false,
    resize: null,
    augment: [],
    encode: treatment === "category" ? "one_hot" : null,
    tokens: treatment === "text" ? "row" : null,
    words: 10_000,
    length: 100,
  };
}

/** What the form asks for: nothing of fields that are left as they are. */
export function choicesOf(wishes: readonly Wish[]): Preprocess[] {
  return wishes
    .map(({ words, length, tokens, resize, augment, ...wish }): Preprocess => {
      const told = tokens === null ? null : { most: words, length: tokens === "row" ? length : null };
      return { ...wish, resize: resize && [...resize], augment: [...augment], tokens: told };
    })
    .filter(
      ({ normalise, rescale, resize, augment, encode, tokens }) =>
        normalise || rescale || resize || augment.length > 0 || encode || tokens,
    );
}
