import { expect, test } from "vitest";
import { sampleAddress, searchOf, shownFrom } from "./inside";

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
