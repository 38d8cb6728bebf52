import { expect, it } from "vitest";
import type { Problem } from "@/graph/types";
import { problemsUnder } from "./trainingProblems";

function problem(param: string): Problem {
  return { code: "out_of_range", message: "no", severity: "error", node: null, inside: [], param, fixes: [] };
}

it("gives each field of a callback its problem, and not those of others", () => {
  const all = [
    problem("training.callbacks.1.patience"),
    problem("training.callbacks.10.patience"),
    problem("training.callbacks.1"),
  ];
  expect(problemsUnder(all, "training.callbacks.1").map(({ param }) => param)).toEqual(["patience"]);
});

it("says of a field what is wrong inside of it", () => {
  const [found] = problemsUnder([problem("training.optimizer.learning_rate.decay_steps")], "training.optimizer");
  expect(found?.param).toBe("learning_rate");
});
