import { expect, it } from "vitest";
import { makeCatalog } from "@/graph/makeDocument";
import type { Param } from "@/graph/types";
import { narrowed, shownParams, showsSetting } from "./limits";

const catalog = makeCatalog();
const param = (name: string, required = false) => ({ name, required }) as Param;
const PARAMS = [param("units", true), param("activation"), param("use_bias")];

it("leaves the palette those layers that the assignment names", () => {
  expect(Object.keys(narrowed(catalog, ["Dense"]).layers)).toEqual(["Dense"]);
  expect(narrowed(catalog, null)).toBe(catalog);
});

it("shows the parameters that are named, those that are needed and those that are set", () => {
  const names = (shown: Parameters<typeof shownParams>[2], config = {}) =>
    shownParams(PARAMS, "Dense", shown, config).map(({ name }) => name);
  expect(names(null)).toEqual(["units", "activation", "use_bias"]);
  expect(names({ layers: {}, settings: null })).toEqual(["units", "activation", "use_bias"]);
  expect(names({ layers: { Dense: [] }, settings: null })).toEqual(["units"]);
  expect(names({ layers: { Dense: ["activation"] }, settings: null })).toEqual(["units", "activation"]);
  expect(names({ layers: { Dense: [] }, settings: null }, { use_bias: false })).toEqual(["units", "use_bias"]);
});

it("shows all training settings until some are named", () => {
  expect(showsSetting(null, "epochs")).toBe(true);
  expect(showsSetting({ layers: {}, settings: ["epochs"] }, "epochs")).toBe(true);
  expect(showsSetting({ layers: {}, settings: ["epochs"] }, "seed")).toBe(false);
});
