/** What a teacher types instead of what the checks say, rule by rule. */
import type { HandIn, Marks } from "./types";

/** Points and words for a rule; "" leaves what the checks say. */
export type Typed = { readonly points: number | ""; readonly said: string };

/** The form of a hand-in: the marks that it has, in the order of its rules. */
export function typedOf({ results, marks }: Pick<HandIn, "results" | "marks">): Typed[] {
  const given = new Map(marks.map((mark) => [mark.rule, mark]));
  return results.map(({ rule }) => ({ points: given.get(rule)?.points ?? "", said: given.get(rule)?.said ?? "" }));
}

/** The form as it is sent: only what differs from the checks, and on which revision of the marks it was typed. */
export function marksOf(typed: readonly Typed[], remark: string, based_on: number): Marks {
  const rules = typed.flatMap(({ points, said }, rule) => {
    const words = said.trim();
    return points === "" && words === "" ? [] : [{ rule, points: points === "" ? null : points, said: words || null }];
  });
  return { rules, remark: remark.trim(), based_on };
}
