import { expect, it } from "vitest";
import { counting, missing, neighbours, pointsText, standingOf, waitingText, withoutTitle } from "./standing";
import type { AssignmentCard } from "./types";

const NOTHING = { network: null, hand_ins: 0, newest: null, state: null, points: null, late: false };

function card(mine: Partial<AssignmentCard["mine"]>, over = false, takes_late = false) {
  return { over, takes_late, mine: { ...NOTHING, ...mine } };
}

it.each([
  [card({}), "Not started"],
  [card({ network: "n" }), "Started"],
  [card({}, true), "Over"],
  [card({}, true, true), "Not started"],
  [card({ network: "n", state: "checking" }), "Being checked"],
  [card({ state: "checked" }, true), "Handed in"],
])("says how far a student is", (given, said) => {
  expect(standingOf(given).label).toBe(said);
});

it("writes points, halves among them", () => {
  expect(pointsText({ points: 7.5, of: 10 })).toBe("7.5 of 10 points");
  expect(pointsText({ points: 1, of: 1 })).toBe("1 of 1 point");
});

it("says where a check stands in the queue, and how long that is likely to take", () => {
  const text = waitingText({ position: 3, wait: 240 });
  expect(text).toBe("Waits for its turn to be trained by the server: 3rd in the queue, about 4 minutes.");
  expect(waitingText({ position: null, wait: null })).toBe("Waits for its turn to be trained by the server.");
});

it("says the title of a text once", () => {
  expect(withoutTitle("# Irises\n\nTell them apart.", "Irises")).toBe("Tell them apart.");
  expect(withoutTitle("Tell them apart.", "Irises")).toBe("Tell them apart.");
});

const HAND_INS = [
  { id: "3", person: "Grace", member: 2, newest: true },
  { id: "2", person: "Ada", member: 1, newest: true },
  { id: "1", person: "Ada", member: 1, newest: false },
];

it("counts the newest hand-in of each", () => {
  expect(counting(HAND_INS).map(({ id }) => id)).toEqual(["2", "3"]);
});

it("knows whose hand-in comes next, from an older one, too", () => {
  expect(neighbours(HAND_INS, "1")).toEqual({ before: undefined, after: HAND_INS[0] });
  expect(neighbours(HAND_INS, "3")).toEqual({ before: HAND_INS[1], after: undefined });
});

it("keeps those who left apart from each other and from a member of the same name", () => {
  const [one, other] = ["8", "9"].map((id) => ({ id, person: "Ada", member: null, newest: true }));
  const all = [...HAND_INS, one, other].filter((each) => each !== undefined);
  expect(counting(all).map(({ id }) => id)).toEqual(["2", "3", "8", "9"]);
  expect(neighbours(all, "8")).toEqual({ before: HAND_INS[0], after: other });
  expect(neighbours(all, "9")).toEqual({ before: one, after: undefined });
  const people = [
    { id: 3, nickname: "Grace" },
    { id: 1, nickname: "Ada" },
  ];
  expect(missing(people, all).map(({ id }) => id)).toEqual([3]);
});
