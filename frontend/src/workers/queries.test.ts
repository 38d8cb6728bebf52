import { expect, test } from "vitest";
import { untilOneIsThere } from "./queries";
import type { Worker } from "./types";

test("workers are asked for again while none is there, and not once one is", () => {
  expect(untilOneIsThere([])).toBe(5_000);
  expect(untilOneIsThere([{} as Worker])).toBe(false);
  expect(untilOneIsThere(undefined)).toBe(false);
});
