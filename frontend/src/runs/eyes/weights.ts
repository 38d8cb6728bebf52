import type { Numbers } from "./numbers";
import type { Spread, Weighed, WeighedVariable } from "./types";

export type Quantity = "weights" | "gradients";

/** One variable over time: a histogram a look. */
export interface Story {
  layer: string;
  name: string;
  size: number;
  looks: { epoch: number; spread: Spread }[];
}

/** The variables of the newest look, each with its histograms over time; without those that have none of the wanted kind. */
export function storiesOf(looks: readonly Weighed[], quantity: Quantity): Story[] {
  const newest = looks.at(-1);
  if (!newest) return [];
  const byEpoch = looks.map((look) => ({
    epoch: look.epoch,
    of: new Map(look.variables.map((one) => [keyOf(one), one])),
  }));
  return newest.variables.flatMap((variable) => {
    const found = byEpoch.flatMap(({ epoch, of }) => {
      const spread = of.get(keyOf(variable))?.[quantity];
      return spread ? [{ epoch, spread }] : [];
    });
    return found.length > 0 ? [{ ...variable, looks: found }] : [];
  });
}

function keyOf({ layer, name }: Pick<WeighedVariable, "layer" | "name">): string {
  return `${layer}/${name}`;
}

/** Every histogram of a story in the same bins, from its lowest number to its highest, each column a share of its look. */
export interface HeatGrid {
  low: number;
  high: number;
  columns: { epoch: number; shares: number[] }[];
}

export function gridOf(story: Story, rows: number): HeatGrid {
  const lows = story.looks.map(({ spread }) => spread.low ?? 0);
  const highs = story.looks.map(({ spread }) => spread.high ?? 0);
  const low = Math.min(...lows);
  const high = Math.max(...highs);
  return {
    low,
    high: high > low ? high : low + 1,
    columns: story.looks.map(({ epoch, spread }) => ({
      epoch,
      shares: sharesIn(spread, low, high > low ? high : low + 1, rows),
    })),
  };
}

/** A histogram's counts laid into other bins; a bin that lies across several is divided among them. */
function sharesIn({ low, high, counts }: Spread, from: number, to: number, rows: number): number[] {
  const shares = new Array<number>(rows).fill(0);
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (low === null || high === null || all === 0) return shares;
  const width = (high - low) / counts.length;
  const size = (to - from) / rows;
  counts.forEach((count, bin) => {
    const start = (low + bin * width - from) / size;
    const end = Math.max(start + 1e-9, (low + (bin + 1) * width - from) / size);
    for (let row = Math.max(0, Math.floor(start)); row < Math.min(rows, Math.ceil(end)); row += 1) {
      const part = (Math.min(end, row + 1) - Math.max(start, row)) / (end - start);
      shares[row] = (shares[row] ?? 0) + (Math.max(0, part) * count) / all;
    }
    if (start >= rows) shares[rows - 1] = (shares[rows - 1] ?? 0) + count / all;
  });
  return shares;
}

/** A story as a table: a row a bin of a look. */
export function storyNumbers(story: Story): Numbers {
  return {
    head: ["epoch", "from", "to", "count"],
    rows: story.looks.flatMap(({ epoch, spread }) => {
      const { low, high, counts } = spread;
      if (low === null || high === null) return [[epoch, null, null, 0]];
      const width = (high - low) / counts.length;
      return counts.map((count, bin) => [epoch, short(low + bin * width), short(low + (bin + 1) * width), count]);
    }),
  };
}

function short(value: number): number {
  return Number(value.toPrecision(5));
}

/** Norms over time as a table: a row an epoch, a column a variable. */
export function normNumbers(stories: readonly Story[]): Numbers {
  const epochs = [...new Set(stories.flatMap((story) => story.looks.map((look) => look.epoch)))].sort((a, b) => a - b);
  return {
    head: ["epoch", ...stories.map((story) => `${story.layer} ${story.name}`)],
    rows: epochs.map((epoch) => [
      epoch,
      ...stories.map((story) => story.looks.find((look) => look.epoch === epoch)?.spread.norm ?? null),
    ]),
  };
}
