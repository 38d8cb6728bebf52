import { expect, it } from "vitest";
import { queueText } from "./queueText";

it.each([
  [1, 0, "1st in the queue, about to begin"],
  [2, 40, "2nd in the queue, about 40 seconds"],
  [3, 240, "3rd in the queue, about 4 minutes"],
  [11, 60, "11th in the queue, about 1 minute"],
  [21, 7200, "21st in the queue, about 2 hours"],
  [113, null, "113th in the queue, wait unknown yet"],
])("says where a run stands and how long it waits", (position, wait, text) => {
  expect(queueText({ position, wait })).toBe(text);
});

it("says nothing of a run that does not wait", () => {
  expect(queueText({ position: null, wait: null })).toBeNull();
});
