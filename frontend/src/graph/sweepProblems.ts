/** Problems of a sweep: which of its fields each speaks of. */
import { fieldsOf } from "./sweep";
import type { Document, Problem, SweepField } from "./types";

/** A field by its place among the fields, or by its name. */
const FIELD = /^training\.sweep(?:\.fields)?\.([^.]+)/;

/** The field that a problem speaks of; undefined where it speaks of something else. */
export function fieldOfProblem(document: Document, problem: Problem): SweepField | undefined {
  const said = FIELD.exec(problem.param ?? "")?.[1];
  return fieldsOf(document).find((field, place) => said === String(place) || said === field.name);
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
