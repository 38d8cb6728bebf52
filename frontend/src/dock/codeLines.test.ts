import { describe, expect, it } from "vitest";
import { completeDocument } from "@/graph/document";
import { changeBetween, linesOf, markedLine, nodeAt, prefixOf } from "./codeLines";

const LINES = { conv: [4, 9], dense: [6, 7], "block.residual.add": [2, 2] };

describe("lines and nodes", () => {
  it("finds the lines of a node", () => {
    expect(linesOf(LINES, "dense", "")).toEqual([6, 7]);
    expect(linesOf(LINES, "gone", "")).toBeNull();
    expect(linesOf(LINES, null, "")).toBeNull();
  });

  it("finds the node of a line, the nearest of several", () => {
    expect(nodeAt(LINES, 5, "")).toBe("conv");
    expect(nodeAt(LINES, 6, "")).toBe("dense");
    expect(nodeAt(LINES, 20, "")).toBeNull();
  });

  it("knows the nodes of an opened block, and only those", () => {
    const document = completeDocument({
      nodes: [{ id: "first", layer: "block.residual" }],
      blocks: { residual: { nodes: [], edges: [], inputs: [], outputs: [], params: [], nested: false, help: "" } },
    });
    const prefix = prefixOf(document, ["first"]);
    expect(linesOf(LINES, "add", prefix)).toEqual([2, 2]);
    expect(nodeAt(LINES, 2, prefix)).toBe("add");
    expect(nodeAt(LINES, 2, prefixOf(document, []))).toBeNull();
  });
});

describe("the change between two texts", () => {
  const apply = (before: string, after: string) => {
    const change = changeBetween(before, after);
    return change ? before.slice(0, change.from) + change.insert + before.slice(change.to) : before;
  };

  it.each([
    ["", "abc"],
    ["abc", ""],
    ["aaa", "aa"],
    ["aa", "aaaa"],
    ["x = 1\ny = 2\n", "x = 1\nz = 3\ny = 2\n"],
  ])("turns %j into %j", (before, after) => {
    expect(apply(before, after)).toBe(after);
  });

  it("leaves alone what is the same", () => {
    expect(changeBetween("one two three", "one 2 three")).toEqual({ from: 4, to: 7, insert: "2" });
    expect(changeBetween("same", "same")).toBeNull();
  });
});

it("marks the line whose bracket was left open, not the one that closes another", () => {
  const said =
    "This line cannot be read as Python: closing parenthesis ']' does not match opening parenthesis '(' on line 44.";
  expect(markedLine(said, 46)).toBe(44);
  expect(markedLine("This line cannot be read as Python: '(' was never closed.", 3)).toBe(3);
});
