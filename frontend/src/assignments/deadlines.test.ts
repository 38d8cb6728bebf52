import { expect, it } from "vitest";
import { deadlineText, fieldText, leftText, momentOf } from "./deadlines";

const NOON = new Date(2027, 5, 3, 12, 0).getTime();
const at = (...parts: [number, number, number, number?, number?]) => new Date(...parts).toISOString();

it.each([
  [at(2027, 5, 3, 12, 20), "in 20 minutes"],
  [at(2027, 5, 3, 23, 59), "today"],
  [at(2027, 5, 4, 0, 30), "tomorrow"],
  [at(2027, 5, 12, 8), "in 9 days"],
  [at(2027, 5, 3, 11, 59), null],
])("says how far off a deadline is", (deadline, said) => {
  expect(leftText(deadline, NOON)).toBe(said);
});

it("says that there is no deadline, and that one is over by the server's clock", () => {
  expect(deadlineText({ deadline: null, over: false }, NOON)).toBe("No deadline");
  expect(deadlineText({ deadline: at(2027, 5, 3, 14), over: true }, NOON)).toMatch(/^Was due Thu,? 3 June/);
});

it("does not call a deadline over because this machine's clock is ahead", () => {
  expect(deadlineText({ deadline: at(2027, 5, 3, 8), over: false }, NOON)).toMatch(/^Until Thu,? 3 June at 08:00$/);
});

it("holds a year that is being typed", () => {
  expect(fieldText(momentOf("0002-06-03T12:00"))).toMatch(/^0002-06-03T/);
});

it("takes a moment through the field for it and back", () => {
  const moment = at(2027, 10, 5, 7, 5);
  expect(fieldText(moment)).toBe("2027-11-05T07:05");
  expect(momentOf(fieldText(moment))).toBe(moment);
  expect([fieldText(null), momentOf("")]).toEqual(["", null]);
});
