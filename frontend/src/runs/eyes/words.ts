/** Where the words of a text stand in a picture: one after the other, in as many rows as they need. */
export const ROW = 34; // pixels of a row
const LETTER = 6.4;
const ROOM = 12;
const GAP = 4;

export interface PlacedWord {
  word: string;
  /** Among all tokens, those of padding as well. */
  place: number;
  x: number;
  y: number;
  width: number;
}

/** Padding, which has no word, is left out and counted. */
export function placedWords(
  words: readonly string[],
  width: number,
): { placed: PlacedWord[]; padding: number; rows: number } {
  const placed: PlacedWord[] = [];
  let [x, row] = [0, 0];
  words.forEach((word, place) => {
    if (word === "") return;
    const wide = Math.max(4, word.length) * LETTER + ROOM;
    if (x > 0 && x + wide > width) [x, row] = [0, row + 1];
    placed.push({ word, place, x, y: row * ROW, width: wide });
    x += wide + GAP;
  });
  return { placed, padding: words.length - placed.length, rows: row + 1 };
}
