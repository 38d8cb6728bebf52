import { expect, it } from "vitest";
import { csvOf } from "./numbers";

it("writes a head and a line a row, quoted where that is needed", () => {
  const rows = [
    ['say "a, b"', 1.5],
    ["none", null],
  ];
  expect(csvOf({ head: ["name", "value"], rows })).toBe('name,value\r\n"say ""a, b""",1.5\r\nnone,\r\n');
});
