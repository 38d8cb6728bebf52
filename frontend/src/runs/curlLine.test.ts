import { expect, it } from "vitest";
import { curlLine } from "./curlLine";

it("writes a short sample into the line, as one word of the shell", () => {
  const line = curlLine("http://localhost:8000/api/predict/r", "key", { passage: "it's" });
  expect(line.split("\n").at(-1)).toBe(`  -d '{"inputs":{"passage":"it'\\''s"}}'`);
  expect(line).toContain("-H 'Authorization: Bearer key'");
});

it("reads a long sample from a file", () => {
  const line = curlLine("http://localhost:8000/api/predict/r", "key", { image: new Array(784).fill(0) });
  expect(line.endsWith("-d @sample.json")).toBe(true);
});
