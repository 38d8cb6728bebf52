import { expect, it } from "vitest";
import { connectChoices } from "./connectChoices";
import { nodeTitle } from "./describe";
import { lastOf } from "./insert";
import { makeCatalog, makeDocument, makeNode } from "./makeDocument";
import { choosePort, placeName } from "./ports";
import { searchLayers } from "./search";

const catalog = makeCatalog();

it("leads a wire to the one port that needs it", () => {
  const document = makeDocument(["a", makeNode("lstm", "LSTM")]);
  expect(choosePort(document, catalog, ["a", 0], "lstm")).toMatchObject({
    kind: "one",
    edge: { to: ["lstm", "inputs", 0] },
  });
});

it("asks where several ports need it, and where only optional ones are left", () => {
  const free = makeDocument(["a", makeNode("mha", "MultiHeadAttention")]);
  const asked = choosePort(free, catalog, ["a", 0], "mha");
  expect(asked.kind === "several" && asked.choices.map(({ port }) => port)).toEqual(["query", "value", "key"]);
  const half = makeDocument(["a", "b", makeNode("mha", "MultiHeadAttention")], ["a → mha.query:0"]);
  expect(choosePort(half, catalog, ["b", 0], "mha")).toMatchObject({ kind: "one", edge: { to: ["mha", "value", 0] } });
  const full = makeDocument(["a", "b", makeNode("op", "ops.add")], ["a → op.x1:0"]);
  expect(choosePort(full, catalog, ["b", 0], "op")).toMatchObject({ kind: "one", edge: { to: ["op", "x2", 0] } });
});

it("says why a wire finds no port", () => {
  const document = makeDocument(["a", "b", "c"], ["a → c"]);
  expect(choosePort(document, catalog, ["b", 0], "c")).toMatchObject({
    kind: "none",
    refusal: expect.stringContaining("takes one wire"),
  });
});

it("lists each open port for choosing by name", () => {
  const document = makeDocument(["a", makeNode("mha", "MultiHeadAttention"), "b"], ["b → a"]);
  const choices = connectChoices(document, catalog, ["a", 0], "");
  expect(choices.map(({ id, port, edge }) => [id, port, edge !== null])).toEqual([
    ["mha", "query", true],
    ["mha", "value", true],
    ["mha", "key", true],
    ["b", "", false],
  ]);
});

it("names the wires of a formula by letters", () => {
  expect([0, 1, 5].map((place) => placeName(catalog.layers.Formula, "inputs", place))).toEqual(["x", "y", "u"]);
});

it("finds operations by their sign and by name, layers first", () => {
  expect(searchLayers(catalog, "+")[0]?.name).toBe("ops.add");
  expect(searchLayers(catalog, "matmul")[0]?.name).toBe("ops.matmul");
  expect(
    searchLayers(catalog, "add")
      .map((spec) => spec.name)
      .slice(0, 2),
  ).toEqual(["Add", "ops.add"]);
});

it("says on a wrapper which layer it holds", () => {
  const inner = { class_name: "LSTM", config: { units: 64 } };
  expect(nodeTitle(catalog, makeNode("bi", "Bidirectional", { layer: inner }))).toBe("Bidirectional(LSTM 64)");
  expect(nodeTitle(catalog, makeNode("m", "ops.matmul"))).toBe("matmul");
});

it("knows behind what a layer goes while nothing is selected", () => {
  const chain = makeDocument(
    [makeNode("x", "Input"), makeNode("a", "Dense", {}, [0, 120]), makeNode("loose", "Dense", {}, [0, 900])],
    ["x → a"],
  );
  expect(lastOf(chain, catalog)).toBe("a");
  expect(lastOf(makeDocument([makeNode("x", "Input")]), catalog)).toBe("x");
  expect(lastOf(makeDocument(["a"]), catalog)).toBeNull();
});
