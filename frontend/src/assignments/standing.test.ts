import { expect, it } from "vitest";
import { counting, neighbours, pointsText, standingOf, withoutTitle } from "./standing";
import type { AssignmentCard } from "./types";

const NOW = Date.parse("2027-06-03T12:00:00Z");
const NOTHING = { network: null, hand_ins: 0, newest: null, state: null, points: null, late: false };

function card(mine: Partial<AssignmentCard["mine"]>, deadline: string | null = null, takes_late = false) {
  return { deadline, takes_late, mine: { ...NOTHING, ...mine } };
}

it.each([
  [card({}), "Not started"],
  [card({ network: "n" }), "Started"],
  [card({}, "2027-06-03T11:00:00Z"), "Over"],
  [card({}, "2027-06-03T11:00:00Z", true), "Not started"],
  [card({ network: "n", state: "checking" }), "Being checked"],
  [card({ state: "checked" }, "2027-06-03T11:00:00Z"), "Handed in"],
])("says how far a student is", (given, said) => {
  expect(standingOf(given, NOW).label).toBe(said);
});

it("writes points, halves among them", () => {
  expect(pointsText({ points: 7.5, of: 10 })).toBe("7.5 of 10 points");
  expect(pointsText({ points: 1, of: 1 })).toBe("1 of 1 point");
});

it("says the title of a text once", () => {
  expect(withoutTitle("# Irises\n\nTell them apart.", "Irises")).toBe("Tell them apart.");
  expect(withoutTitle("Tell them apart.", "Irises")).toBe("Tell them apart.");
});

const HAND_INS = [
  { id: "3", person: "Grace", newest: true },
  { id: "2", person: "Ada", newest: true },
  { id: "1", person: "Ada", newest: false },
];

it("counts the newest hand-in of each", () => {
  expect(counting(HAND_INS).map(({ id }) => id)).toEqual(["2", "3"]);
});

it("knows whose hand-in comes next, from an older one, too", () => {
  expect(neighbours(HAND_INS, "1")).toEqual({ before: undefined, after: HAND_INS[0] });
  expect(neighbours(HAND_INS, "3")).toEqual({ before: HAND_INS[1], after: undefined });
});
