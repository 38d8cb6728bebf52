import { expect, test } from "vitest";
import { FORMAT_CARDS } from "./exportFormats";
import { differenceText, sizeText } from "./exportText";

test("a file's size and time are read at a glance", () => {
  expect(sizeText({ bytes: 2633, seconds: 0.62 })).toBe("2.57 KB, made in 0.6 s");
  expect(sizeText({ bytes: 98 * 1024 ** 2, seconds: 41.3 })).toBe("98 MB, made in 41 s");
});

test("the largest difference is told with what it is to be seen against", () => {
  expect(differenceText({ largest_difference: 5.96e-8, largest_output: 0.9731, samples: 64 })).toBe(
    "Largest difference 5.96e-8 on 64 samples, where outputs go up to 0.9731.",
  );
});

test("no difference is told as such", () => {
  expect(differenceText({ largest_difference: 0, largest_output: 1, samples: 1 })).toBe(
    "Answers exactly as the network does on 1 sample.",
  );
});

test("every format has one card", () => {
  const formats = FORMAT_CARDS.map((card) => card.format);
  expect(new Set(formats).size).toBe(formats.length);
});
