/** What is to be done to a data set's fields before a network sees them: the form's values, and what they ask of the server. */
import type { components } from "@/api/schema";
import { equalJson, indexOf } from "@/graph/document";
import type { Document } from "@/graph/types";
import type { Dataset, Field } from "../queries";

export type Preprocess = components["schemas"]["Preprocess"];
export type Augmentation = Preprocess["augment"][number];

type Config = Readonly<Record<string, unknown>>;

/** A layer that was laid. */
export interface Laid {
  readonly layer: string;
  readonly config: Config;
}

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
  /** The layer that tells its words already in a way that no choice of the form stands for, and so stays as it is. */
  readonly teller: string | null;
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
    teller: null,
  };
}

/** What each layer that tells of what is done says of the form's values, by what it was given. */
const SAID: Readonly<Record<string, (config: Config, wish: Wish, field: Field) => Partial<Wish>>> = {
  Normalization: () => ({ normalise: true }),
  Rescaling: () => ({ rescale: true }),
  Resizing: ({ height, width }, wish) => ({
    resize: typeof height === "number" && typeof width === "number" ? [height, width] : wish.resize,
  }),
  RandomFlip: (_, wish) => varied(wish, "flip"),
  RandomRotation: (_, wish) => varied(wish, "rotate"),
  RandomZoom: (_, wish) => varied(wish, "zoom"),
  RandomTranslation: (_, wish) => varied(wish, "shift"),
  RandomContrast: (_, wish) => varied(wish, "contrast"),
  RandomBrightness: (_, wish) => varied(wish, "brightness"),
  StringLookup: (config, _, field) => told("StringLookup", { encode: encodingOf(config, field) }),
  CategoryEncoding: () => told("CategoryEncoding", {}),
  Hashing: () => told("Hashing", {}),
  TextVectorization: (config, wish, field) => ({
    ...told("TextVectorization", { tokens: treatmentOf(field) === "text" ? tokensOf(config) : null }),
    words: typeof config.max_tokens === "number" ? config.max_tokens : wish.words,
    length: typeof config.output_sequence_length === "number" ? config.output_sequence_length : wish.length,
  }),
};

/** How a layer tells a field's words. */
function told(teller: string, { encode = null, tokens = null }: Partial<Wish>): Partial<Wish> {
  return { encode, tokens, teller: encode || tokens ? null : teller };
}

/** The choice that lays such a StringLookup; null where none does. */
function encodingOf({ vocabulary, output_mode = "int" }: Config, { classes }: Field): Wish["encode"] {
  const words = classes.filter((word) => word !== "");
  if (words.length === 0 || !equalJson(vocabulary, words)) return null;
  if (output_mode === "int") return "index";
  return output_mode === "one_hot" ? "one_hot" : null;
}

/** The choice that lays such a TextVectorization; null where none does. */
function tokensOf({
  max_tokens,
  output_mode = "int",
  output_sequence_length,
  pad_to_max_tokens,
}: Config): Wish["tokens"] {
  if (typeof max_tokens !== "number") return null;
  if (output_mode === "int") return typeof output_sequence_length === "number" ? "row" : null;
  return output_mode === "multi_hot" && pad_to_max_tokens === true ? "bag" : null;
}

function varied({ augment }: Wish, by: Augmentation): Partial<Wish> {
  return { augment: AUGMENTATIONS.map(([name]) => name).filter((name) => name === by || augment.includes(name)) };
}

/** What is done to a field already by the layers behind its Input, up to the first of the network itself; what is usual where they do nothing of it. */
export function laid(field: Field, layers: readonly Laid[]): Wish {
  let wish = usual(field);
  for (const { layer, config } of layers) {
    const said = SAID[layer];
    if (!said) break;
    wish = { ...wish, ...said(config, wish, field) };
  }
  return wish;
}

/** The layers that follow a node while each has one follower. */
export function straightBehind(document: Document, node: string): Laid[] {
  const { leaving, nodes } = indexOf(document);
  const found = new Map<string, Laid>();
  let wires = leaving.get(node) ?? [];
  while (wires.length === 1 && wires[0]) {
    const follower = nodes.get(wires[0].to[0]);
    if (!follower || found.has(follower.id)) break;
    found.set(follower.id, follower);
    wires = leaving.get(follower.id) ?? [];
  }
  return [...found.values()];
}

/** What the form asks for: nothing of fields that are left as they are, nor of what the form cannot say. */
export function choicesOf(wishes: readonly Wish[]): Preprocess[] {
  return wishes
    .map(({ words, length, teller: _, tokens, resize, augment, ...wish }): Preprocess => {
      const asked = tokens === null ? null : { most: words, length: tokens === "row" ? length : null };
      return { ...wish, resize: resize && [...resize], augment: [...augment], tokens: asked };
    })
    .filter(
      ({ normalise, rescale, resize, augment, encode, tokens }) =>
        normalise || rescale || resize || augment.length > 0 || encode || tokens,
    );
}
