import { expect, test } from "vitest";
import { dayAfter, daysLeft, dayText, untilText } from "./days";

const NOON = Date.parse("2027-06-03T12:00:00Z");

test("a day is written as people write it", () => {
  expect(dayText("2027-06-03")).toBe("3 June 2027");
});

test("days are counted from the day it is, whatever the hour", () => {
  expect(daysLeft("2027-06-03", Date.parse("2027-06-03T23:59:00Z"))).toBe(0);
  expect(daysLeft("2027-06-12", NOON)).toBe(9);
  expect(dayAfter(30, NOON)).toBe("2027-07-03");
});

test("what ends soon is said in words", () => {
  expect(["2027-06-03", "2027-06-04", "2027-06-12"].map((day) => untilText(day, NOON))).toEqual([
    "today",
    "tomorrow",
    "in 9 days",
  ]);
});
