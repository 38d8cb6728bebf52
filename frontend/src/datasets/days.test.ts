import { expect, it } from "vitest";
import { dateField, daysOf, dayText } from "./days";

it("reads days since 1970 as dates, and dates as days", () => {
  expect(dayText(0)).toBe("1970-01-01");
  expect(dayText(19_783)).toBe("2024-03-01");
  expect(dayText(19_782.9999)).toBe("2024-03-01");
  expect(daysOf("2024-03-01")).toBe(19_783);
});

it("keeps the time where there is one", () => {
  expect(dayText(19_783.604_166_7)).toBe("2024-03-01 14:30");
  expect(daysOf(dateField(19_783.604_166_7))).toBeCloseTo(19_783.604_166_7, 5);
});

it("reads an empty field as no date", () => {
  expect(daysOf("")).toBeNaN();
  expect(dateField(Number.NaN)).toBe("");
});
