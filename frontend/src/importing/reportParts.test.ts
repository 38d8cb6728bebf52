import { expect, test } from "vitest";
import { completeDocument } from "@/graph/document";
import type { Note } from "./read";
import { contentOf, groupsOf, piecesOf } from "./reportParts";

const note = (kind: Note["kind"], message: string): Note => ({ kind, message });

test("a report is told in groups, what was not read first", () => {
  const groups = groupsOf([note("read", "a"), note("unread", "b"), note("read", "c")]);
  expect(groups.map(({ title, notes }) => [title, notes.map(({ message }) => message)])).toEqual([
    ["Not read", ["b"]],
    ["Read", ["a", "c"]],
  ]);
});

test("what stands between backticks is code", () => {
  expect(piecesOf("SGD: `lr` became `learning_rate`.")).toEqual([
    { text: "SGD: ", isCode: false },
    { text: "lr", isCode: true },
    { text: " became ", isCode: false },
    { text: "learning_rate", isCode: true },
    { text: ".", isCode: false },
  ]);
  expect(piecesOf("A lonely ` stays.")).toEqual([{ text: "A lonely ` stays.", isCode: false }]);
});

test("what a network holds is told in a line", () => {
  const document = completeDocument({
    nodes: [{ id: "a", layer: "Input" }],
    weights: { digest: "0".repeat(64), title: "" },
  });
  expect(contentOf(document)).toBe("1 layer · with weights");
  expect(
    contentOf({
      ...document,
      weights: null,
      blocks: { unit: { nodes: [], edges: [], inputs: [], outputs: [], params: [], nested: false, help: "" } },
    }),
  ).toBe("1 layer, 1 block");
});
