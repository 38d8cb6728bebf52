/** A description as a person wants it first: the paragraphs that say what a layer does, and apart from them all that follows. */

/** A first paragraph shorter than this says too little to stand alone. */
const ENOUGH = 140;
const IS_AN_ASIDE = /^(e\.g\.|note\b|importantly\b|\(|[-*] |\d+[.)] )/i;

export function essential(description: string): { readonly lead: string; readonly rest: string } {
  const paragraphs = description.split("\n\n").filter((paragraph) => paragraph.trim() !== "");
  const [first = "", second] = paragraphs;
  const isMore =
    second !== undefined && first.length < ENOUGH && second.length < 2 * ENOUGH && !IS_AN_ASIDE.test(second);
  const cut = isMore ? 2 : 1;
  return { lead: paragraphs.slice(0, cut).join("\n\n"), rest: paragraphs.slice(cut).join("\n\n") };
}
