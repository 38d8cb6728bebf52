import { expect, it } from "vitest";
import { keyOf, SHORTCUTS, shortcutFor } from "./shortcuts";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", boolean>> = {}) =>
  keyOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

it("writes a key press as the table does", () => {
  expect(press("z", { ctrlKey: true })).toBe("mod+z");
  expect(press("Z", { metaKey: true, shiftKey: true })).toBe("mod+shift+z");
  expect(press("?", { shiftKey: true })).toBe("?");
  expect(press("ArrowUp", { altKey: true })).toBe("alt+ArrowUp");
});

it("has no key twice", () => {
  const keys = SHORTCUTS.flatMap((shortcut) => shortcut.keys ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});

it("finds undo and redo", () => {
  expect(shortcutFor("mod+z")?.does).toBe("Undo");
  expect(shortcutFor("mod+y")?.does).toBe("Redo");
  expect(shortcutFor("q")).toBeUndefined();
});
