import { expect, it } from "vitest";
import { hiddenText, metricsFor, moved, newRule, RULE_KINDS, type RuleKind, scoreFault } from "./rules";

it("begins a rule of each kind with values for all its fields", () => {
  for (const kind of Object.keys(RULE_KINDS) as RuleKind[]) {
    const rule: Record<string, unknown> = { ...newRule(kind) };
    expect(rule.kind).toBe(kind);
    expect(RULE_KINDS[kind].fields.map(({ name }) => rule[name]).filter((value) => value === undefined)).toEqual([]);
  }
});

it("offers what fits the data, and says what does not", () => {
  expect(metricsFor("classes").map(({ value }) => value)).toEqual(["accuracy"]);
  expect(newRule("score", "numbers").metric).toBe("mean_absolute_error");
  expect(scoreFault(newRule("gap", "numbers"), "numbers")).toBe(null);
  expect(scoreFault(newRule("score"), "numbers")).toMatch(/foretell numbers/);
  expect(scoreFault({ ...newRule("score"), bound: 90 }, "classes")).toMatch(/0\.9/);
});

it("moves a rule, and no further than the ends", () => {
  const rules = [newRule("no_problems"), newRule("most_layers")];
  expect(moved(rules, 1, -1).map(({ kind }) => kind)).toEqual(["most_layers", "no_problems"]);
  expect(moved(rules, 0, -1)).toEqual(rules);
});

it("says how many samples are kept back", () => {
  expect(hiddenText(20, 150, String)).toMatch(/^About 30 samples .* are seen/);
  expect(hiddenText(20, null, String)).toMatch(/^This share .* is seen/);
  expect(hiddenText(0, 150, String)).toMatch(/^Nothing/);
});
