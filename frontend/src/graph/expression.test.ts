import { expect, it } from "vitest";
import { ExpressionError, evaluateExpression, mapExpressions, namesIn, renameIn, resolveConfig } from "./expression";

it.each([
  ["4 * filters", 64],
  ["filters", 16],
  ["-filters // 3", -6],
  ["-7 % filters", 9],
  ["2 ** -1 + (filters - 1) / 2", 8],
  ["2 ** 3 ** 2", 512],
])("works out %s as Python does", (text, value) => {
  expect(evaluateExpression(text, { filters: 16 })).toBe(value);
});

it.each(["", "4 *", "(4", "4 4", "units", "f()", "4; 5", "a.b"])("refuses %s in a sentence", (text) => {
  expect(() => evaluateExpression(text, { filters: 16 })).toThrow(ExpressionError);
});

it("hands on what is no number by its name alone", () => {
  expect(evaluateExpression("activation", { activation: "relu" })).toBe("relu");
  expect(() => evaluateExpression("2 * activation", { activation: "relu" })).toThrow(ExpressionError);
});

it("knows and renames the parameters it names", () => {
  expect(namesIn("4 * filters + filters_in")).toEqual(["filters", "filters_in"]);
  expect(renameIn("4 * filters + filters_in", "filters", "width")).toBe("4 * width + filters_in");
});

it("works out expressions however deep they stand, and leaves out what means nothing", () => {
  const config = {
    units: { $expr: "2 * n" },
    layer: { class_name: "LSTM", config: { units: { $expr: "n" } } },
    rate: { $expr: "gone" },
  };
  expect(resolveConfig(config, { n: 3 })).toEqual({ units: 6, layer: { class_name: "LSTM", config: { units: 3 } } });
  expect(mapExpressions([{ $expr: "n" }, 1], ({ $expr }) => $expr)).toEqual(["n", 1]);
});

it("writes an expression into an expression where a name stands for one", () => {
  const config = { units: { $expr: "2 * n + m" }, rate: { $expr: "n" } };
  expect(resolveConfig(config, { n: { $expr: "width - 1" }, m: 3 })).toEqual({
    units: { $expr: "2 * (width - 1) + 3" },
    rate: { $expr: "(width - 1)" },
  });
  expect(resolveConfig(config, { n: { $expr: "width" }, m: 3 }).rate).toEqual({ $expr: "width" });
});
