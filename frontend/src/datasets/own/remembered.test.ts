import { expect, it } from "vitest";
import { forget, parseRemembered, remember, uploadOf } from "./remembered";

const FILE = new File(["abc"], "houses.csv", { lastModified: 5 });

it("knows a file again by its name, size and last change", () => {
  const all = remember([], FILE, "one");
  expect(uploadOf(all, new File(["xyz"], "houses.csv", { lastModified: 5 }))).toBe("one");
  expect(uploadOf(all, new File(["abc"], "houses.csv", { lastModified: 6 }))).toBeNull();
  expect(uploadOf(all, new File(["abcd"], "houses.csv", { lastModified: 5 }))).toBeNull();
  expect(uploadOf(all, new File(["abc"], "rents.csv", { lastModified: 5 }))).toBeNull();
});

it("forgets what was given up, and reads what it wrote", () => {
  const all = remember(remember([], FILE, "one"), FILE, "two");
  expect(parseRemembered(JSON.stringify(all))).toEqual(all);
  expect(forget(all, "two").map((one) => one.id)).toEqual(["one"]);
});

it.each([null, "", "{", "[1, {}]", '{"id": "one"}'])("remembers nothing of %j", (text) => {
  expect(parseRemembered(text)).toEqual([]);
});
