import { expect, test } from "vitest";
import { knowsLooks, sampleAddress, searchOf, shownFrom } from "./inside";

test("what is shown is read from the address that says it", () => {
  for (const shown of [
    { view: "weights", place: null },
    { view: "layers", place: { part: "training", index: 17 } },
  ] as const) {
    expect(shownFrom(new URLSearchParams(searchOf(shown)))).toEqual(shown);
  }
});

test("an address that says nothing sensible shows what is right and wrong", () => {
  for (const search of ["", "view=secrets&part=none&sample=2", "part=training&sample=-1", "part=training&sample=x"]) {
    expect(shownFrom(new URLSearchParams(search))).toEqual({ view: "judged", place: null });
  }
});

test("a sample has an address", () => {
  expect(sampleAddress("abc", { part: "held_out", index: 3 })).toBe(
    "/runs/abc?tab=inside&view=layers&part=held_out&sample=3",
  );
});

test("what there is to see of a watched run is said once its history was read, or could not be", () => {
  const connecting = { state: null, line: { kind: "connecting" } } as const;
  expect(knowsLooks(true, connecting)).toBe(false);
  expect(knowsLooks(true, { ...connecting, state: "finished" })).toBe(true);
  expect(knowsLooks(true, { state: null, line: { kind: "ended", reason: "No answer." } })).toBe(true);
  expect(knowsLooks(false, connecting)).toBe(true);
});
