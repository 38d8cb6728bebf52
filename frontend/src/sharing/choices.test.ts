import { expect, it } from "vitest";
import { choicesOf, standingOf, whose } from "./choices";

it("offers a class only where there are classes", () => {
  const labels = (offers_class: boolean) => choicesOf({ offers_class, shared: "private" }).map(({ shared }) => shared);
  expect(labels(true)).toEqual(["private", "class", "link", "public"]);
  expect(labels(false)).toEqual(["private", "link", "public"]);
});

it("goes on showing what was chosen while there were classes", () => {
  expect(choicesOf({ offers_class: false, shared: "class" }).map(({ shared }) => shared)).toContain("class");
});

it.each([
  ["a person in no class", false, { teaches: false, classes: 0 }, "Nobody else can open it."],
  ["a student", true, { teaches: false, classes: 1 }, "the teacher of your class can open it, and your class while"],
  ["a student who is kept out", false, { teaches: false, classes: 1 }, "the teacher of your class can open it"],
  ["a teacher", true, { teaches: true, classes: 0 }, "your class while you show it"],
  ["a teacher without a class", false, { teaches: true, classes: 0 }, "Nobody else can open it."],
])("tells %s who opens what is theirs alone", (_, offers_class, { teaches, classes }, said) => {
  const standing = standingOf(offers_class, { teaches, classes: Array(classes).fill({}) });
  const [alone] = choicesOf({ offers_class, shared: "private" }, standing);
  expect(alone?.more).toContain(said);
});

it.each([
  ["Ada", "Ada’s network"],
  ["someone", "Someone’s network"],
  ["the teacher", "The teacher’s network"],
  ["Boris", "Boris’ network"],
])("says whose a network is: %s", (author, said) => {
  expect(whose(author, "network")).toBe(said);
});
