/** Problems of the training settings, as a form of one of its objects takes them. */
import type { Problem } from "@/graph/types";

/** The problems of what stands at `place`, such as "training.callbacks.0", each under the name of the argument that it speaks of. */
export function problemsUnder(problems: readonly Problem[] | undefined, place: string): Problem[] {
  return (problems ?? []).flatMap((problem) => {
    if (!problem.param?.startsWith(`${place}.`)) return [];
    const [name = ""] = problem.param.slice(place.length + 1).split(".");
    return [{ ...problem, param: name }];
  });
}
