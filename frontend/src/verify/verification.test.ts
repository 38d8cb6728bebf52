import { describe, expect, it } from "vitest";
import { outcomeOf, summaryOf } from "./verification";

const EQUAL = { name: "Layers", ok: true, detail: "3 layers." };

describe("the result of Verify", () => {
  it("tells equal, different and what could not be compared apart", () => {
    expect([true, false, null].map((ok) => outcomeOf({ ok }))).toEqual(["equal", "different", "skipped"]);
  });

  it("says that the code makes the network", () => {
    expect(summaryOf({ ok: true, checks: [EQUAL], seconds: 4.24 })).toBe(
      "The code makes the network that is drawn. Proven in 4.2 s.",
    );
  });

  it("says when something could not be compared", () => {
    const skipped = { name: "Outputs", ok: null, detail: "Not compared: too large." };
    expect(summaryOf({ ok: true, checks: [EQUAL, skipped], seconds: 1 })).toContain("as far as it could be compared");
  });

  it("says when something differs", () => {
    expect(summaryOf({ ok: false, checks: [{ ...EQUAL, ok: false }], seconds: 1 })).toContain("does not make");
  });
});
