import { expect, it } from "vitest";
import { judgeWire } from "./connect";
import { makeCatalog, makeDocument, makeNode } from "./makeDocument";

const catalog = makeCatalog();
const chain = makeDocument([makeNode("in", "Input"), "a", "b", makeNode("add", "Add")], ["in → a", "a → b"]);

it("allows a wire into a free port", () => {
  const { edge, refusal } = judgeWire(chain, catalog, ["b", 0], ["add", "inputs", 0]);
  expect(refusal).toBeNull();
  expect(edge).toEqual({ from: ["b", 0], to: ["add", "inputs", 0] });
});

it("refuses a wire from a node to itself", () => {
  expect(judgeWire(chain, catalog, ["add", 0], ["add", "inputs", 0]).refusal).toBe("add cannot feed itself.");
});

it("refuses a wire that would close a cycle", () => {
  const open = makeDocument(["a", "b", "c"], ["a → b", "b → c"]);
  expect(judgeWire(open, catalog, ["c", 0], ["a", "inputs", 0]).refusal).toBe(
    "This would close a cycle: a already feeds c.",
  );
});

it("refuses a second wire into a port of one, and names what is there", () => {
  const { refusal } = judgeWire(chain, catalog, ["in", 0], ["b", "inputs", 0]);
  expect(refusal).toContain("a is already wired to it");
  expect(refusal).toContain("Concatenate");
});

it("refuses a wire into an Input", () => {
  expect(judgeWire(chain, catalog, ["b", 0], ["in", "inputs", 0]).refusal).toContain("in is an Input");
});

it("refuses a port that the layer does not have", () => {
  expect(judgeWire(chain, catalog, ["b", 0], ["add", "query", 0]).refusal).toBe("add has no input called query.");
});

it("refuses more wires than a merge layer takes", () => {
  const full = makeDocument(["a", "b", "c", makeNode("dot", "Dot")], ["a → dot.inputs:0", "b → dot.inputs:1"]);
  expect(judgeWire(full, catalog, ["c", 0], ["dot", "inputs", 2]).refusal).toBe(
    "dot takes 2 wires, and has them already.",
  );
});

it("puts a wire behind the last one where its place is taken", () => {
  const two = makeDocument(["a", "b", "c", makeNode("add", "Add")], ["a → add.inputs:0", "b → add.inputs:1"]);
  expect(judgeWire(two, catalog, ["c", 0], ["add", "inputs", 0]).edge?.to).toEqual(["add", "inputs", 2]);
});

it("takes a layer that the catalogue does not know to have one input", () => {
  const odd = makeDocument(["a", makeNode("odd", "Gone")]);
  expect(judgeWire(odd, catalog, ["a", 0], ["odd", "inputs", 0]).refusal).toBeNull();
});
