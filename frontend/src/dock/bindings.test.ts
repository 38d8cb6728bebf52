import { describe, expect, it } from "vitest";
import type { OutputBinding } from "@/graph/types";
import { writtenOutput } from "./bindings";

const to = (node: string | null): OutputBinding => ({ node, field: "label", loss: null, metrics: [] }) as never;
const [digit, picture] = [to("digit"), to("picture")];

describe("writtenOutput", () => {
  it("leaves outputs that are written where they stand, since marks point at their places", () => {
    const written = [picture, digit];
    expect(writtenOutput(written, [digit, picture], 0)).toEqual({ outputs: written, at: 1 });
  });

  it("writes what the data set brings, so that a mark has a place to stand on", () => {
    expect(writtenOutput([], [digit, picture], 1)).toEqual({ outputs: [digit, picture], at: 1 });
    expect(writtenOutput([to(null)], [digit], 0)).toEqual({ outputs: [digit], at: 0 });
    expect(writtenOutput([picture], [digit, picture], 0)).toEqual({ outputs: [picture, digit], at: 1 });
  });
});
