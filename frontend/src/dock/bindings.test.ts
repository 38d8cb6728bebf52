import { describe, expect, it } from "vitest";
import type { OutputBinding } from "@/graph/types";
import { writtenOutputs } from "./bindings";

const to = (node: string | null): OutputBinding => ({ node, field: "label", loss: null, metrics: [] }) as never;
const [digit, picture] = [to("digit"), to("picture")];

describe("writtenOutputs", () => {
  it("leaves outputs that are written where they stand, since marks point at their places", () => {
    expect(writtenOutputs([picture, digit], [digit, picture])).toEqual([picture, digit]);
    expect(writtenOutputs([to("gone"), digit], [digit])).toEqual([to("gone"), digit]);
    expect(writtenOutputs([picture, to(null)], [digit, picture])).toEqual([picture, digit]);
  });

  it("writes what the data set brings, so that a mark has a place to stand on", () => {
    expect(writtenOutputs([], [digit, picture])).toEqual([digit, picture]);
    expect(writtenOutputs([to(null)], [digit])).toEqual([digit]);
    expect(writtenOutputs([picture], [digit, picture])).toEqual([picture, digit]);
  });
});
