import { expect, it } from "vitest";
import { choicesOf, whose } from "./choices";

it("offers a class only where there are classes", () => {
  const labels = (offers_class: boolean) => choicesOf({ offers_class, shared: "private" }).map(({ shared }) => shared);
  expect(labels(true)).toEqual(["private", "class", "link", "public"]);
  expect(labels(false)).toEqual(["private", "link", "public"]);
});

it("goes on showing what was chosen while there were classes", () => {
  expect(choicesOf({ offers_class: false, shared: "class" }).map(({ shared }) => shared)).toContain("class");
});

it.each([
  ["Ada", "Ada’s network"],
  ["someone", "Someone’s network"],
  ["Boris", "Boris’ network"],
])("says whose a network is: %s", (author, said) => {
  expect(whose(author, "network")).toBe(said);
});
