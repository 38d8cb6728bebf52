import { expect, it } from "vitest";
import { withoutPython } from "./catalog";
import { makeCatalog } from "./makeDocument";
import { layersByFamily, searchLayers } from "./search";

const catalog = makeCatalog();
const found = (text: string) => searchLayers(catalog, text).map((layer) => layer.name);

it("finds by name, spaced or not", () => {
  expect(found("max pooling")[0]).toBe("MaxPooling2D");
  expect(found("max_pooling2d")[0]).toBe("MaxPooling2D");
});

it("finds by other words and by the summary", () => {
  expect(found("fully connected")).toContain("Dense");
  expect(found("every output")).toContain("Dense");
});

it("finds by initials", () => {
  expect(found("gap2d")).toEqual(["GlobalAveragePooling2D"]);
  expect(found("mha")).toEqual(["MultiHeadAttention"]);
});

it("takes letters that are strewn over a name for no abbreviation", () => {
  expect(found("mhn")).toEqual([]);
  expect(found("matmul")).toEqual(["ops.matmul"]);
  expect(found("limit")).toEqual([]);
});

it("puts what cannot be drawn last", () => {
  expect(found("l").at(-1)).toBe("Lambda");
});

it("keeps the catalogue's order of families", () => {
  expect(layersByFamily(catalog).map(([family]) => family)).toEqual([...catalog.families]);
});

it("offers Python layers only where the owner of the server has switched them on", () => {
  const off = withoutPython(catalog);
  expect(found("python")).toEqual(["Python"]);
  expect(searchLayers(off, "python")).toEqual([]);
  expect(layersByFamily(off).flatMap(([, layers]) => layers.map((layer) => layer.name))).not.toContain("Python");
  expect(off.layers.Python?.unavailable).toContain("not switched Python layers on");
});
