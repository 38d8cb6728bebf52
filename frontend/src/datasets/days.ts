/** Dates as data sets hold them: days since 1970, with parts of days; read to the minute, as they are kept. */
const DAY = 86_400_000;
const MINUTES = 1_440;

/** "2024-03-01", or with the time where it is not midnight: "2024-03-01 14:30". */
export function dayText(days: number): string {
  return dateField(days).replace("T", " ");
}

/** A date as a date field of a form holds it; empty for what is none. */
export function dateField(days: number): string {
  const at = new Date((Math.round(days * MINUTES) / MINUTES) * DAY);
  if (Number.isNaN(at.getTime())) return "";
  const text = at.toISOString();
  return isWhole(days) ? text.slice(0, 10) : text.slice(0, 16);
}

/** Whether a date stands for a whole day, without a time. */
export function isWhole(days: number): boolean {
  return Number.isNaN(days) || Math.round(days * MINUTES) % MINUTES === 0;
}

/** The days of a date that was chosen in a form; NaN for an empty one. */
export function daysOf(text: string): number {
  return Date.parse(text.includes("T") ? `${text}Z` : `${text}T00:00Z`) / DAY;
}
