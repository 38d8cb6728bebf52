import { expect, it } from "vitest";
import { endText, whatGoesText, whoText } from "./goes";

const NOON = Date.parse("2027-06-03T12:00:00Z");

it("counts only those whose accounts go with a class", () => {
  const people = [true, true, false].map((is_only_here) => ({ is_only_here }));
  expect(whatGoesText(people)).toContain("So will 2 accounts that were made for it alone");
  expect(whatGoesText(people)).toContain("1 member with another way in keeps");
  expect(whatGoesText(people.slice(2))).not.toContain("So will");
  expect(whatGoesText(people.slice(0, 1))).not.toContain("another way in");
  expect(whatGoesText([])).toBe("The class will be gone for good, with its assignments and what was handed in.");
});

it("tells a member whether their account goes with their class", () => {
  expect(endText({ ends: "2027-06-12", goes_too: true }, NOON)).toBe(
    "ends on 12 June 2027 (in 9 days): your account goes then, with everything you made.",
  );
  expect(endText({ ends: "2027-06-12", goes_too: false }, NOON)).toContain("stay yours");
});

it("tells a member who teaches, where that person has a name", () => {
  expect(whoText({ nickname: "Ada", teacher: "Grace Hopper" })).toBe("You are Ada; Grace Hopper teaches.");
  expect(whoText({ nickname: "Ada", teacher: "" })).toBe("You are Ada.");
});
