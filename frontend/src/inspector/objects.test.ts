import { expect, it } from "vitest";
import { classOf, objectValue, withArgument } from "./objects";

const specs = { HeNormal: { name: "HeNormal" }, L1L2: { name: "L1L2" } } as never;

it("knows a class by any of its names", () => {
  expect(classOf("he_normal", specs)).toBe("HeNormal");
  expect(classOf("HeNormal", specs)).toBe("HeNormal");
  expect(classOf("l1_l2", specs)).toBe("L1L2");
  expect(classOf({ class_name: "L1L2", config: {} }, specs)).toBe("L1L2");
  expect(classOf(undefined, specs)).toBeNull();
  expect(classOf("unheard_of", specs)).toBe("unheard_of");
});

it("writes a class without arguments by its short name where Keras does", () => {
  expect(objectValue("HeNormal", {}, true)).toBe("he_normal");
  expect(objectValue("L1L2", {}, false)).toEqual({ class_name: "L1L2", config: {} });
});

it("sets and unsets one argument", () => {
  const set = withArgument("he_normal", "HeNormal", "seed", 3, true);
  expect(set).toEqual({ class_name: "HeNormal", config: { seed: 3 } });
  expect(withArgument(set, "HeNormal", "seed", undefined, true)).toBe("he_normal");
});
