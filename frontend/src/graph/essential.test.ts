import { expect, it } from "vitest";
import { essential } from "./essential";

const long = "A layer that does much. ".repeat(10).trim();

it("leads with the first paragraph and keeps the rest apart", () => {
  expect(essential(`${long}\n\nMore.\n\nStill more.`)).toEqual({ lead: long, rest: "More.\n\nStill more." });
});

it("adds the second where the first says little", () => {
  expect(essential("It pads.\n\nZeros go to both ends.\n\nSee also.")).toEqual({
    lead: "It pads.\n\nZeros go to both ends.",
    rest: "See also.",
  });
});

it("does not lead with an aside", () => {
  expect(essential("It drops.\n\nNote that this happens in training only.").lead).toBe("It drops.");
});

it("says nothing of nothing", () => {
  expect(essential("")).toEqual({ lead: "", rest: "" });
});
