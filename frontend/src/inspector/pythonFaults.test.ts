import { expect, it } from "vitest";
import { faultsOf } from "./pythonFaults";

const problem = { code: "bad_python", node: "own", inside: [], severity: "error" as const, fixes: [] };

it("finds the line that a problem of the class names", () => {
  const message = "source of own is no layer. Line 3: Python cannot read this: invalid syntax.";
  expect(faultsOf([{ ...problem, param: "source", message }])).toEqual([
    { line: 3, message: "Python cannot read this: invalid syntax." },
  ]);
});

it("marks nothing for problems without a line, or of other fields", () => {
  expect(faultsOf([{ ...problem, param: "source", message: "source of own is missing." }])).toEqual([]);
  expect(faultsOf([{ ...problem, param: "arguments", message: "Line 3: no." }])).toEqual([]);
});
