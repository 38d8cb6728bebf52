/** Fewer bars of a histogram: neighbours together, until there are at most so many. */
export function fewerBars(
  spread: readonly (readonly [string, number])[],
  most: number,
): readonly (readonly [string, number])[] {
  if (spread.length <= most) return spread;
  const joined = spread
    .filter((_, place) => place % 2 === 0)
    .map(([name, count], pair): readonly [string, number] => {
      const next = spread[2 * pair + 1];
      return next ? [`${edges(name)[0]} – ${edges(next[0])[1]}`, count + next[1]] : [name, count];
    });
  return fewerBars(joined, most);
}

/** The ends of a bin that is called "1 – 2". */
function edges(name: string): [string, string] {
  const [low = "", high = ""] = name.split(" – ");
  return [low, high];
}
