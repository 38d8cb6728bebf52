import { expect, it } from "vitest";
import { insertAfter, insertOnEdge, removeAndMend, settle, settleFresh } from "./insert";
import { makeCatalog, makeDocument, makeNode } from "./makeDocument";
import type { Document } from "./types";

const catalog = makeCatalog();
const chain = makeDocument(
  [makeNode("input_layer", "Input", {}, [0, 0]), makeNode("dense", "Dense", {}, [0, 118])],
  ["input_layer → dense"],
);

function wires(document: Document): string[] {
  return document.edges.map((edge) => `${edge.from[0]} → ${edge.to[0]}.${edge.to[1]}:${edge.to[2]}`).sort();
}

function overlaps(document: Document): boolean {
  return document.nodes.some((a, place) =>
    document.nodes.slice(place + 1).some((b) => Math.abs(a.at[0] - b.at[0]) < 200 && Math.abs(a.at[1] - b.at[1]) < 66),
  );
}

it("inserts behind the selected node and in front of what follows it", () => {
  const { document, id } = insertAfter(chain, catalog, "Flatten", { after: ["input_layer"], at: [0, 0] });
  expect(id).toBe("flatten");
  expect(wires(document)).toEqual(["flatten → dense.inputs:0", "input_layer → flatten.inputs:0"]);
  expect(overlaps(document)).toBe(false);
});

it("appends behind the last node", () => {
  const { document } = insertAfter(chain, catalog, "Dense", { after: ["dense"], at: [0, 0] });
  expect(wires(document)).toContain("dense → dense_1.inputs:0");
});

it("leaves the followers alone when it branches", () => {
  const { document } = insertAfter(chain, catalog, "Dense", { after: ["input_layer"], asBranch: true, at: [0, 0] });
  expect(wires(document)).toEqual(["input_layer → dense.inputs:0", "input_layer → dense_1.inputs:0"]);
  expect(overlaps(document)).toBe(false);
});

it("joins the selected nodes by a merge layer in the order of their selection", () => {
  const two = makeDocument(["a", "b"]);
  const { document } = insertAfter(two, catalog, "Add", { after: ["b", "a"], at: [0, 0] });
  expect(wires(document)).toEqual(["a → add.inputs:1", "b → add.inputs:0"]);
});

it("leaves an Input unwired", () => {
  const { document, id } = insertAfter(chain, catalog, "Input", { after: ["dense"], at: [400, 0] });
  expect(id).toBe("input_layer_1");
  expect(document.edges).toEqual(chain.edges);
});

it("gives required parameters the catalogue's starting values", () => {
  const { document } = insertAfter(makeDocument([]), catalog, "Dense", { after: [], at: [0, 0] });
  expect(document.nodes[0]?.config).toEqual({ units: 32 });
});

it("goes between the ends of a wire it is dropped on, and keeps the place", () => {
  const merge = makeDocument(
    ["a", "b", makeNode("add", "Add", {}, [0, 400])],
    ["a → add.inputs:0", "b → add.inputs:1"],
  );
  const [, edge] = merge.edges;
  if (!edge) throw new Error("no wire");
  const { document } = insertOnEdge(merge, catalog, "Flatten", edge, [300, 200]);
  expect(wires(document)).toEqual(["a → add.inputs:0", "b → flatten.inputs:0", "flatten → add.inputs:1"]);
});

it("mends the chain when a layer is taken out of it", () => {
  const three = makeDocument(["a", "b", "c"], ["a → b", "b → c"]);
  expect(wires(removeAndMend(three, new Set(["b"])))).toEqual(["a → c.inputs:0"]);
});

it("gives a layer that was squeezed in a place of its own", () => {
  const tight = makeDocument(
    [makeNode("a", "Dense", {}, [0, 0]), makeNode("b", "Flatten", {}, [0, 60]), makeNode("c", "Dense", {}, [0, 118])],
    ["a → b", "b → c"],
  );
  const [a, b, c] = settle(tight, "b").nodes.map((node) => node.at[1]);
  expect([a, b, c]).toEqual([0, 118, 236]);
  expect(settle(chain, "dense")).toBe(chain);
});

it("puts a layer that was typed into a chain between its neighbours", () => {
  const before = makeDocument([makeNode("in", "Input"), "a", "b"], ["in → a", "a → b"]);
  const typed = makeDocument(
    [...before.nodes, makeNode("new", "Dense", {}, [258, 180])],
    ["in → a", "a → new", "new → b"],
  );
  const places = settleFresh(before, typed).nodes.map(({ id, at }) => `${id} ${at.join()}`);
  expect(places).toEqual(["in 0,0", "a 0,120", "b 0,356", "new 0,238"]);
  expect(settleFresh(makeDocument([]), typed)).toBe(typed);
});
