import { describe, expect, it } from "vitest";
import { makeInspection, makeRecipe } from "./makeInspection";
import type { Split } from "./queries";
import { splitCounts } from "./split";

function counts(
  split: Partial<Split>,
  given: Parameters<typeof makeInspection>[0] = {},
  missing: "drop" | "zero" = "drop",
) {
  const recipe = makeRecipe({ missing });
  return splitCounts(makeInspection(given), { ...recipe, split: { ...recipe.split, ...split } });
}

const missing = (...names: string[]) =>
  makeInspection().columns.map((column) => (names.includes(column.name) ? { ...column, missing: 10 } : column));

describe("splitCounts", () => {
  it("rounds the part to test with up, as it is drawn", () => {
    expect(counts({ by: "ratio", test: 0.25 }, { samples: 150, looked_at: 150 })).toMatchObject({
      train: 112,
      test: 38,
    });
    expect(counts({ by: "stratified", test: 0.2 })).toEqual({ train: 80, test: 20, isAtMost: false });
  });

  it("rounds the last part of time to the nearest, and leaves both something", () => {
    expect(counts({ by: "time", test: 0.25 }, { samples: 10, looked_at: 10 })).toMatchObject({ train: 8, test: 2 });
    expect(counts({ by: "time", test: 0.001 }, { samples: 10, looked_at: 10 })).toMatchObject({ train: 9, test: 1 });
  });

  it("counts the values that are held out", () => {
    expect(counts({ by: "column", column: "city", held_out: ["house"] })).toMatchObject({ train: 60, test: 40 });
    expect(counts({ by: "column", column: "city", held_out: ["rare"] })).toBeNull();
  });

  it("leaves out rows that miss something, and says where they may be more", () => {
    expect(counts({}, { columns: missing("age") })).toEqual({ train: 72, test: 18, isAtMost: false });
    expect(counts({}, { columns: missing("age", "city") })).toMatchObject({ isAtMost: true });
    expect(counts({}, { columns: missing("age") }, "zero")).toMatchObject({ train: 80, test: 20 });
    expect(counts({}, { columns: missing("sold") })).toMatchObject({ train: 80, test: 20 });
  });

  it("counts windows of a series, of which none to train with sees what is tested", () => {
    const of = (past: number, ahead: number) =>
      splitCounts(makeInspection(), {
        ...makeRecipe({ kind: "series", window: { past, ahead } }),
        split: { ...makeRecipe().split, by: "time" },
      });
    expect(of(24, 1)).toMatchObject({ train: 61, test: 15 });
    expect(of(24, 3)).toMatchObject({ train: 57, test: 15 });
    expect(of(98, 2)).toBeNull();
  });

  it("says nothing where the file itself is parted, or no value is held out yet", () => {
    expect(counts({ by: "given" })).toBeNull();
    expect(counts({ by: "column", column: "city" })).toBeNull();
  });
});
