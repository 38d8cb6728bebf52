import { expect, it } from "vitest";
import { describeNode, shownParams } from "./describe";
import { makeCatalog, makeDocument, makeNode } from "./makeDocument";

const catalog = makeCatalog();

it("says to those who listen what the eye sees", () => {
  const conv = makeNode("conv_1", "Conv2D");
  const document = makeDocument([conv, makeNode("pool_1", "MaxPooling2D")], ["conv_1 → pool_1"]);
  const analysis = {
    outputs: [{ shape: [null, 26, 26, 32], dtype: "float32" }],
    trainable: 320,
    non_trainable: 0,
    is_counted: true,
    flops: 1,
    arithmetic: "",
  };
  expect(describeNode(document, conv, analysis, 0)).toBe(
    "Conv2D conv_1, output 26 by 26 by 32, 320 parameters, connected to MaxPooling2D pool_1",
  );
});

it("counts problems and loose ends", () => {
  const node = makeNode("dense", "Dense");
  expect(describeNode(makeDocument([node]), node, undefined, 2)).toBe("Dense dense, connected to nothing, 2 problems");
});

it("shows what was set, without names where the value says it all", () => {
  const node = makeNode("dense", "Dense", { activation: "relu", units: 10 });
  expect(shownParams(catalog.layers.Dense, node)).toEqual([
    { name: "units", text: "10" },
    { name: "", text: "relu" },
  ]);
});

it("shows one default where nothing was set", () => {
  expect(shownParams(catalog.layers.MaxPooling2D, makeNode("p", "MaxPooling2D"))).toEqual([
    { name: "pool", text: "2 × 2" },
  ]);
});

it("shows the class of a Python layer with its arguments, and says that its parameters are not known", () => {
  const source = 'class Scaled(layers.Layer):\n    """Multiplies."""';
  const node = makeNode("scaled", "Python", { source, arguments: { start: 0.5, axis: [1] }, shape: [4] });
  expect(shownParams(catalog.layers.Python, node).map(({ text }) => text)).toEqual([
    "Scaled",
    "start: 0.5, axis: [1]",
    "4",
  ]);
  expect(shownParams(catalog.layers.Python, makeNode("own", "Python", { source: "class" }))[0]?.text).toBe("no class");
  const analysis = { outputs: [], trainable: 0, non_trainable: 0, is_counted: false, arithmetic: "" };
  expect(describeNode(makeDocument([node]), node, analysis, 0)).toContain("Python scaled, parameters unknown");
});
