/** Problems of a sweep: which of its fields each speaks of. */
import { fieldsOf } from "./sweep";
import type { Document, Problem, SweepField } from "./types";

const FIELD = /^training\.sweep\.fields\.(\d+)/;

/** The field that a problem speaks of; undefined where it speaks of something else. */
export function fieldOfProblem(document: Document, problem: Problem): SweepField | undefined {
  const place = FIELD.exec(problem.param ?? "")?.[1];
  return place === undefined ? undefined : fieldsOf(document)[Number(place)];
}

/** What is wrong with a marked field, in a sentence; null where nothing is. */
export function sweepProblem(
  state: { readonly document: Document; readonly problems: ReadonlyMap<string, readonly Problem[]> },
  field: SweepField,
): string | null {
  for (const problems of state.problems.values()) {
    const found = problems.find((problem) => fieldOfProblem(state.document, problem) === field);
    if (found) return found.message;
  }
  return null;
}
