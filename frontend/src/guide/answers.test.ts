import { expect, test } from "vitest";
import { isRight } from "./answers";

test.each(["9", " 9 ", "9.0", "9,0", "+9", "nine", "NINE"])("%s is the number that was asked for", (given) => {
  expect(isRight({ answers: ["9", "nine"], choices: [] }, given)).toBe(true);
});

test.each(["", " ", "8", "9 neurons", "NaN", "Infinity"])("“%s” is not", (given) => {
  expect(isRight({ answers: ["9", "nine"], choices: [] }, given)).toBe(false);
});

test("thousands may be parted, and a decimal be typed with a comma", () => {
  expect(isRight({ answers: ["26122"], choices: [] }, "26,122")).toBe(true);
  expect(isRight({ answers: ["0.1"], choices: [] }, ",1")).toBe(true);
  expect(isRight({ answers: ["-3"], choices: [] }, "−3")).toBe(true);
});

test("of choices the right ones are right, however many there are", () => {
  const choices = [
    { text: "yes", right: true },
    { text: "of course", right: true },
    { text: "no", right: false },
  ];
  expect(["yes", "of course", "no", ""].map((given) => isRight({ answers: [], choices }, given))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
