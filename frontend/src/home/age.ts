const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

const WORDS = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** How long ago a moment was, in words: "just now", "5 minutes ago", "yesterday". */
export function ageText(moment: string, now: number): string {
  const seconds = (Date.parse(moment) - now) / 1000;
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return WORDS.format(Math.round(seconds / size), unit);
  }
  return "just now";
}
