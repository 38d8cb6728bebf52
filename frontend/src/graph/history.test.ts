import { expect, it } from "vitest";
import { record, redo, startHistory, undo } from "./history";
import { makeDocument } from "./makeDocument";

const first = makeDocument(["n1"]);
const second = makeDocument(["n2"]);
const third = makeDocument(["n3"]);
const fourth = makeDocument(["n4"]);

it("goes back and forth over every step", () => {
  const two = record(record(startHistory(first), second, "a", null, 0), third, "b", null, 0);
  expect(undo(two).document).toBe(second);
  expect(undo(undo(two)).document).toBe(first);
  expect(redo(undo(two)).document).toBe(third);
  expect(undo(undo(undo(two))).document).toBe(first);
});

it("makes one step of a run of typing, and two of two runs", () => {
  const typed = record(record(startHistory(first), second, "a", "units", 0), third, "a", "units", 400);
  expect(typed.past).toHaveLength(1);
  expect(record(typed, fourth, "a", "units", 5_000).past).toHaveLength(2);
  expect(record(typed, fourth, "a", "filters", 500).past).toHaveLength(2);
});

it("starts a new step after an undo, even for the same field", () => {
  const typed = record(record(startHistory(first), second, "a", "units", 0), third, "a", "units", 10);
  const again = record(undo(typed), fourth, "a", "units", 20);
  expect(undo(again).document).toBe(first);
});

it("forgets what was undone once something new is done", () => {
  const changed = record(undo(record(startHistory(first), second, "a", null, 0)), third, "b", null, 0);
  expect(redo(changed).document).toBe(third);
});

it("records nothing where nothing changed", () => {
  const history = startHistory(first);
  expect(record(history, first, "a", null, 0)).toBe(history);
});

it("has no limit", () => {
  let history = startHistory(first);
  for (let step = 0; step < 2_000; step += 1) history = record(history, makeDocument([`s${step}`]), "a", null, 0);
  for (let step = 0; step < 2_000; step += 1) history = undo(history);
  expect(history.document).toBe(first);
});
