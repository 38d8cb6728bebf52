const LONG = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const DAY = 86_400_000;

/** A day as people write it: "3 June 2027". */
export function dayText(day: string): string {
  return LONG.format(new Date(`${day}T00:00:00Z`));
}

/** The day so many days after a moment, as a field for dates holds it. */
export function dayAfter(days: number, now: number): string {
  return new Date(now + days * DAY).toISOString().slice(0, 10);
}

/** How many days are left after today; 0 on the last day. */
export function daysLeft(day: string, now: number): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${dayAfter(0, now)}T00:00:00Z`)) / DAY);
}

/** When something ends, in words that follow "ends": "today", "tomorrow", "in 9 days". */
export function untilText(day: string, now: number): string {
  const left = daysLeft(day, now);
  return left <= 0 ? "today" : left === 1 ? "tomorrow" : `in ${left} days`;
}
