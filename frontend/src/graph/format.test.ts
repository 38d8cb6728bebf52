import { expect, it } from "vitest";
import { formatBytes, formatCompact, formatShape, formatValue, speakShape } from "./format";

it("writes the shape of one sample", () => {
  expect(formatShape({ shape: [null, 28, 28, 32] })).toBe("28 × 28 × 32");
  expect(formatShape({ shape: [null, null, 64] })).toBe("any × 64");
  expect(formatShape({ shape: [null] })).toBe("one number");
  expect(speakShape({ shape: [null, 26, 26, 32] })).toBe("26 by 26 by 32");
});

it("shortens large counts", () => {
  expect(formatCompact(999)).toBe("999");
  expect(formatCompact(1_234)).toBe("1.23 k");
  expect(formatCompact(25_600_000)).toBe("25.6 M");
  expect(formatCompact(4_000_000_000)).toBe("4 G");
});

it("writes bytes", () => {
  expect(formatBytes(0)).toBe("0 B");
  expect(formatBytes(51_240)).toBe("50 KB");
  expect(formatBytes(102_400_000)).toBe("97.7 MB");
});

it("writes parameters as a person reads them", () => {
  expect(formatValue([3, 3])).toBe("3 × 3");
  expect(formatValue({ class_name: "L2", config: { l2: 0.01 } })).toBe("L2");
  expect(formatValue(true)).toBe("yes");
  expect(formatValue(null)).toBe("none");
});
