import { describe, expect, it } from "vitest";
import { withoutNotes } from "./jpegNotes";

const bytesOf = (file: ArrayBuffer) => [...new Uint8Array(file)];
const fileOf = (bytes: number[]) => new Uint8Array(bytes).buffer;

describe("withoutNotes", () => {
  it("hides what a camera noted, and nothing else", () => {
    const [head, notes, pixels] = [
      [0xff, 0xe0, 0, 4, 1, 2],
      [0, 3, 0xe1],
      [0xff, 0xda, 0, 2, 0xff, 0xe1],
    ];
    const before = [0xff, 0xd8, ...head, 0xff, 0xe1, ...notes, ...pixels];
    expect(bytesOf(withoutNotes(fileOf(before)))).toEqual([0xff, 0xd8, ...head, 0xff, 0xef, ...notes, ...pixels]);
  });

  it("leaves any other file as it is, and one that is cut", () => {
    for (const bytes of [
      [],
      [0x89, 0x50, 0x4e, 0x47, 0xff, 0xe1],
      [0xff, 0xd8],
      [0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff],
    ]) {
      expect(bytesOf(withoutNotes(fileOf(bytes)))).toEqual(bytes);
    }
  });
});
