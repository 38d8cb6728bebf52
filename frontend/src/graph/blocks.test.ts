import { expect, it } from "vitest";
import {
  addParam,
  adoptBlocks,
  changeParam,
  countBound,
  paramFor,
  removeBlock,
  removeParam,
  renameBlock,
} from "./blockEdits";
import { blockNameRefusal, holdsItself, knownCatalog, spellBlockName } from "./blocks";
import { completeBlock, indexOf } from "./document";
import { setParam } from "./edit";
import { makeBlock } from "./makeBlock";
import { makeCatalog, makeDocument, makeEdge, makeNode, makeParam } from "./makeDocument";
import { sceneOf, setOutputs, withScene } from "./scene";
import { shareNode } from "./sharing";
import type { Document } from "./types";
import { ungroup } from "./ungroup";

const catalog = makeCatalog();
const residual = makeDocument(
  [makeNode("in", "Input"), makeNode("a", "Dense", { units: 4 }), "b", makeNode("add", "Add"), "out"],
  ["in → a", "a → b", "a → add.inputs:0", "b → add.inputs:1", "add → out"],
);

function made(document: Document, ids: string[], name = "res"): Document {
  const result = makeBlock(document, catalog, new Set(ids), name);
  if (result.refusal !== null) throw new Error(result.refusal);
  return result.document;
}

function wires(document: Pick<Document, "edges">): string[] {
  return document.edges.map(({ from, to }) => `${from.join(":")} → ${to.join(":")}`).toSorted();
}

const blocked = made(residual, ["b", "add"]);

it("makes a block: wires across the border become its ports and outputs", () => {
  const block = blocked.blocks.res;
  expect(block?.inputs).toEqual(["inputs"]);
  expect(block?.outputs).toEqual([["add", 0]]);
  expect(wires(block as never)).toEqual(["b:0 → add:inputs:1", "inputs:0 → add:inputs:0", "inputs:0 → b:inputs:0"]);
  expect(blocked.nodes.map((node) => node.id)).toEqual(["in", "a", "res", "out"]);
  expect(wires(blocked)).toEqual(["a:0 → res:inputs:0", "in:0 → a:inputs:0", "res:0 → out:inputs:0"]);
});

it("hands the parameters of the block that is open on to a block that is made in it", () => {
  const bound = makeDocument(
    [makeNode("i", "Input"), makeNode("a", "Dense", { units: { $expr: "2 * units" } }), "b"],
    ["i → a", "a → b"],
  );
  const param = (name: string) => ({ name, kind: "int" as const, default: 8, help: "" });
  const made = makeBlock(bound, catalog, new Set(["a"]), "inner", [param("units"), param("rate")]);
  expect(made.document?.blocks.inner?.params.map(({ name }) => name)).toEqual(["units"]);
  const use = made.document?.nodes.find(({ id }) => id === "inner");
  expect(use?.config).toEqual({ units: { $expr: "units" } });
  const back = made.document && ungroup(made.document, catalog, "inner")?.document;
  expect(back?.nodes.find(({ id }) => id === "a")?.config).toEqual({ units: { $expr: "2 * units" } });
});

it("draws what follows up to the block, and leaves it where a branch beside the block is as long", () => {
  const at = (document: Document) => document.nodes.map(({ id, at: [, y] }) => `${id} ${y}`);
  const column = ["in", "a", "b", "c"].map((id, row) =>
    makeNode(id, id === "in" ? "Input" : "Dense", {}, [0, row * 118]),
  );
  const chain = makeDocument(column, ["in → a", "a → b", "b → c"]);
  expect(at(made(chain, ["a", "b"]))).toEqual(["in 0", "res 118", "c 236"]);
  const beside = makeNode("side", "Dense", {}, [300, 236]);
  const fork = makeDocument([...column, beside], ["in → a", "a → b", "b → c", "in → side", "side → c"]);
  expect(at(made(fork, ["a", "b"]))).toEqual(["in 0", "res 118", "c 354", "side 236"]);
});

it("leaves Inputs outside, and names several ports apart", () => {
  const two = makeDocument(
    [makeNode("x", "Input"), makeNode("y", "Input"), makeNode("add", "Add")],
    ["x → add.inputs:0", "y → add.inputs:1"],
  );
  const next = made(two, ["x", "y", "add"]);
  expect(next.nodes.map((node) => node.id)).toEqual(["x", "y", "res"]);
  expect(next.blocks.res?.inputs).toEqual(["inputs_1", "inputs_2"]);
});

it("refuses a block that another layer lies in the middle of, and one that takes half of a shared layer", () => {
  expect(makeBlock(residual, catalog, new Set(["a", "add"]), "x").refusal).toContain("b lies between");
  const shared = shareNode(residual, catalog, "b")?.document as Document;
  expect(makeBlock(shared, catalog, new Set(["b"]), "x").refusal).toContain("share one layer");
  expect(makeBlock(residual, catalog, new Set(["in"]), "x").refusal).toContain("Select the layers");
});

it("gives a block's outputs to training and to the list of outputs", () => {
  const loss = { class_name: "MeanSquaredError", config: {} };
  const training = { ...residual.training, outputs: [{ node: "out", field: "y", loss, metrics: [] }] };
  const next = made(
    {
      ...residual,
      training,
      outputs: [
        ["out", 0],
        ["b", 0],
      ],
    },
    ["b", "add", "out"],
  );
  expect(next.training.outputs[0]?.node).toBe("res");
  expect(next.outputs).toEqual(
    [
      ["res", 1],
      ["res", 0],
    ].toReversed(),
  );
  expect(ungroup(next, catalog, "res")?.document.outputs).toEqual([
    ["out", 0],
    ["b", 0],
  ]);
});

it("keeps a layer with one listed output from giving another, in a block and out of it", () => {
  const later: Document["outputs"] = [["b", 1]];
  const document = { ...makeDocument([makeNode("in", "Input"), "a", "b"], ["in → a", "a → b"]), outputs: later };
  const next = made(document, ["a", "b"]);
  expect(next.blocks.res?.outputs).toEqual(later);
  expect(next.outputs).toEqual([["res", 0]]);
  expect(ungroup(next, catalog, "res")?.document.outputs).toEqual(later);
  expect(ungroup({ ...next, outputs: [] }, catalog, "res")?.document.outputs).toEqual(later);
});

it("knows a block as a layer with its ports and parameters", () => {
  const param = { name: "filters", kind: "int" as const, default: 8, help: "" };
  const spec = knownCatalog(catalog, addParam(blocked, "res", param).blocks).layers["block.res"];
  expect(spec?.inputs.map((port) => port.name)).toEqual(["inputs"]);
  expect(spec?.params.map((one) => [one.name, one.default])).toEqual([["filters", 8]]);
});

it("ungroups to what it was made of", () => {
  const back = ungroup(blocked, catalog, "res")?.document;
  expect(back?.nodes.map((node) => node.id).toSorted()).toEqual(["a", "add", "b", "in", "out"]);
  expect(wires(back as Document)).toEqual(wires(residual));
});

it("ungroups a repeated block into a chain, with its parameters worked out", () => {
  const bound = { ...blocked.blocks.res, params: [{ name: "n", kind: "int" as const, default: 2, help: "" }] };
  const block = {
    ...bound,
    nodes: bound.nodes?.map((node) => (node.id === "b" ? { ...node, config: { units: { $expr: "2 * n" } } } : node)),
  };
  const nodes = blocked.nodes.map((node) => (node.id === "res" ? { ...node, repeat: 2, config: { n: 5 } } : node));
  const back = ungroup({ ...blocked, nodes, blocks: { res: completeBlock(block as never) } }, catalog, "res")
    ?.document as Document;
  expect(wires(back)).toEqual(
    [
      ...["in:0 → a:inputs:0", "a:0 → b:inputs:0", "a:0 → add:inputs:0", "b:0 → add:inputs:1"],
      ...["add:0 → b_1:inputs:0", "add:0 → add_1:inputs:0", "b_1:0 → add_1:inputs:1", "add_1:0 → out:inputs:0"],
    ].toSorted(),
  );
  expect(indexOf(back).nodes.get("b_1")?.config).toEqual({ units: 10 });
});

it("keeps layers shared when a shared block is ungrouped", () => {
  const twice = shareNode(blocked, knownCatalog(catalog, blocked.blocks), "res") as NonNullable<
    ReturnType<typeof shareNode>
  >;
  const back = ungroup(twice.document, catalog, twice.id)?.document as Document;
  expect(back.nodes.filter((node) => node.shares).map((node) => [node.layer, node.shares])).toEqual([
    ["Dense", "b"],
    ["Add", "add"],
  ]);
});

function inside(change: (scene: Document) => Document): Document {
  return withScene(blocked, ["res"], change(sceneOf(blocked, ["res"])), catalog);
}

it("changes the inside of a block through what is shown, and leaves the rest as it is", () => {
  const next = inside((scene) => setParam(scene, "b", "units", 9));
  expect(next.blocks.res?.nodes.find((node) => node.id === "b")?.config).toEqual({ units: 9 });
  expect(next.nodes).toBe(blocked.nodes);
  expect(inside((scene) => scene)).toBe(blocked);
});

it("lets wires at the uses follow a port that is renamed, and drops those of one that goes", () => {
  const renamed = inside((scene) => ({
    ...scene,
    nodes: scene.nodes.map((node) => (node.id === "inputs" ? { ...node, id: "x" } : node)),
    edges: scene.edges.map((edge) =>
      edge.from[0] === "inputs" ? { ...edge, from: ["x", 0] as [string, number] } : edge,
    ),
  }));
  expect(renamed.blocks.res?.inputs).toEqual(["x"]);
  expect(wires(renamed)).toContain("a:0 → res:x:0");
  const gone = inside((scene) => ({ ...scene, nodes: scene.nodes.filter((node) => node.id !== "inputs"), edges: [] }));
  expect(gone.blocks.res?.inputs).toEqual([]);
  expect(wires(gone)).not.toContain("a:0 → res:inputs:0");
});

it("moves an output on to what was put behind it, and back to what fed it", () => {
  const longer = inside((scene) => ({
    ...scene,
    nodes: [...scene.nodes, makeNode("c")],
    edges: [...scene.edges, makeEdge("add → c")],
  }));
  expect(longer.blocks.res?.outputs).toEqual([["c", 0]]);
  const shorter = inside((scene) => ({
    ...scene,
    nodes: scene.nodes.filter(({ id }) => id !== "add"),
    edges: [makeEdge("inputs → b")],
  }));
  expect(shorter.blocks.res?.outputs).toEqual([["b", 0]]);
});

it("takes away the wires of an output that is taken away", () => {
  const two = setOutputs(blocked, "res", [
    ["b", 0],
    ["add", 0],
  ]);
  expect(wires(two)).toContain("res:1 → out:inputs:0");
  expect(wires(setOutputs(two, "res", [["b", 0]]))).not.toContain("res:1 → out:inputs:0");
});

it("does not put a block into itself", () => {
  const outer = made(blocked, ["res", "out"], "outer");
  expect(holdsItself(outer.blocks, "res", "outer")).toBe(true);
  expect(holdsItself(outer.blocks, "res", "res")).toBe(true);
  expect(holdsItself(outer.blocks, "outer", "res")).toBe(false);
});

it("renames a block with its uses, and takes away only one that nothing uses", () => {
  const next = renameBlock(made(blocked, ["res", "out"], "outer"), "res", "unit");
  expect(Object.keys(next.blocks)).toEqual(["unit", "outer"]);
  expect(next.blocks.outer?.nodes.some((node) => node.layer === "block.unit")).toBe(true);
  expect(removeBlock(next, "unit")).toBe(next);
  expect(Object.keys(removeBlock({ ...next, nodes: [] }, "outer").blocks)).toEqual(["unit"]);
});

it("binds a layer's parameter to one of the block, renames it everywhere, and works it out when it goes", () => {
  const block = blocked.blocks.res as NonNullable<(typeof blocked.blocks)["res"]>;
  const param = paramFor(block, makeParam("units", "int"), 16);
  expect(param).toEqual({ name: "units", kind: "int", default: 16, help: "" });
  const bound = withScene(
    addParam(blocked, "res", param),
    ["res"],
    setParam(sceneOf(addParam(blocked, "res", param), ["res"]), "b", "units", { $expr: "2 * units" }),
    catalog,
  );
  const used = setParam(bound, "res", "units", 3);
  const renamed = changeParam(used, "res", "units", { name: "width" });
  expect(countBound(renamed.blocks.res as never, "width")).toBe(1);
  expect(indexOf(renamed).nodes.get("res")?.config).toEqual({ width: 3 });
  const gone = removeParam(renamed, "res", "width");
  expect(gone.blocks.res?.nodes.find((node) => node.id === "b")?.config).toEqual({ units: 32 });
  expect(indexOf(gone).nodes.get("res")?.config).toEqual({});
});

it("takes blocks over under another name where theirs means something else here", () => {
  const other = completeBlock({ nodes: [{ id: "q", layer: "block.inner" }] as never });
  const inner = completeBlock({ help: "inner" });
  const { document, names } = adoptBlocks(blocked, { res: other, inner });
  expect(names.get("res")).toBe("res_1");
  expect(document.blocks.res_1?.nodes[0]?.layer).toBe("block.inner");
  expect(adoptBlocks(document, { inner }).document).toBe(document);
});

it("spells names as blocks have them, and says why one cannot be", () => {
  expect(spellBlockName(" Residual unit-2 ")).toBe("residual_unit_2");
  expect(blockNameRefusal("Res", new Set())).toContain("small letters");
  expect(blockNameRefusal("res", new Set(["res"]))).toContain("already");
});
