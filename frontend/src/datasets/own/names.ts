/** Words for what a person chooses. */
import type { ColumnKind, Kind, Recipe, Split } from "./queries";

export const TYPES: Readonly<Record<ColumnKind, string>> = {
  number: "Number",
  category: "Category",
  text: "Text",
  date: "Date",
  ignore: "Leave out",
};

export const KINDS: Readonly<Record<Kind, string>> = {
  table: "A table: each row is a sample",
  series: "A series: rows follow in time",
  images: "Pictures",
  text: "Texts",
  arrays: "Arrays",
};

/** What one sample of a kind is called, and several. */
export const SAMPLES: Readonly<Record<Kind, readonly [string, string]>> = {
  table: ["row", "rows"],
  series: ["row", "rows"],
  images: ["picture", "pictures"],
  text: ["text", "texts"],
  arrays: ["sample", "samples"],
};

export const MISSING: Readonly<Record<Recipe["missing"], string>> = {
  drop: "Leave those rows out",
  mean: "Put the column’s mean there",
  median: "Put the column’s median there",
  zero: "Put zero there",
};

export const SPLITS: Readonly<Record<Split["by"], string>> = {
  ratio: "At random",
  stratified: "At random, class by class",
  time: "The latest",
  column: "By a column",
  given: "As the file parts them",
};

const LONGEST = 120;

/** A title for a file's data set: "house_prices.csv" is "House prices". */
export function titleOf(file: string): string {
  const words = file
    .replace(/(\.[a-z0-9]{1,8})+$/i, "")
    .replace(/[_\s]+/g, " ")
    .trim();
  return (words.charAt(0).toUpperCase() + words.slice(1)).slice(0, LONGEST) || "My data";
}
