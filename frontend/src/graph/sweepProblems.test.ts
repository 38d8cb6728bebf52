import { expect, it } from "vitest";
import { makeDocument, makeParam } from "./makeDocument";
import { listSpan, mark } from "./sweep";
import { fieldOfProblem, sweepProblem } from "./sweepProblems";
import type { Problem } from "./types";

const span = listSpan(makeParam("epochs", "int"), []);
const place = (name: string) => ({ node: null, block: null, path: [name] });
const document = mark(mark(makeDocument([]), place("epochs"), span), place("batch_size"), span);
const [epochs, sizes] = document.training.sweep?.fields ?? [];
const problem = (param: string) => ({ code: "bad_sweep", message: `${param} is wrong.`, param }) as Problem;

it("knows a field by its place or its name", () => {
  expect(fieldOfProblem(document, problem("training.sweep.fields.1.values"))).toBe(sizes);
  expect(fieldOfProblem(document, problem("training.sweep.epochs"))).toBe(epochs);
  expect(fieldOfProblem(document, problem("training.sweep.objective"))).toBeUndefined();
  expect(fieldOfProblem(document, problem("training.epochs"))).toBeUndefined();
});

it("says under a field what is wrong with it", () => {
  const problems = new Map([["", [problem("training.epochs"), problem("training.sweep.fields.0")]]]);
  expect(epochs && sweepProblem({ document, problems }, epochs)).toBe("training.sweep.fields.0 is wrong.");
  expect(sizes && sweepProblem({ document, problems }, sizes)).toBeNull();
});
