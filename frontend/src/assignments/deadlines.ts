/** Until when something is handed in, as people write it and as a field for date and time holds it. */

const MOMENT = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "long",
  hour: "2-digit",
  minute: "2-digit",
});
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A moment as people write it, by this machine's clock: "Fri, 4 June at 14:00". */
export function momentText(moment: string): string {
  return MOMENT.format(new Date(moment));
}

function midnight(moment: number): number {
  return new Date(moment).setHours(0, 0, 0, 0);
}

/** How far off a deadline is, in words: "in 20 minutes", "today", "tomorrow", "in 5 days"; null where this machine's clock is past it. */
export function leftText(deadline: string, now: number): string | null {
  const at = Date.parse(deadline);
  if (at <= now) return null;
  const minutes = Math.ceil((at - now) / 60_000);
  if (minutes < 90) return minutes === 1 ? "in 1 minute" : `in ${minutes} minutes`;
  const days = Math.round((midnight(at) - midnight(now)) / DAY);
  return days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`;
}

/** Until when something is taken, and whether that is over, which the server says: this machine's clock may be wrong. */
export type Deadline = { readonly deadline: string | null; readonly over: boolean };

/** A deadline as a line: "Until Fri, 4 June at 14:00 (tomorrow)". */
export function deadlineText({ deadline, over }: Deadline, now: number): string {
  if (deadline === null) return "No deadline";
  if (over) return `Was due ${momentText(deadline)}`;
  const left = leftText(deadline, now);
  return left === null ? `Until ${momentText(deadline)}` : `Until ${momentText(deadline)} (${left})`;
}

const TWO = (part: number) => String(part).padStart(2, "0");

/** A moment as a field for date and time holds it, by this machine's clock; "" for none. */
export function fieldText(moment: string | null): string {
  if (moment === null) return "";
  const at = new Date(moment);
  const day = `${String(at.getFullYear()).padStart(4, "0")}-${TWO(at.getMonth() + 1)}-${TWO(at.getDate())}`;
  return `${day}T${TWO(at.getHours())}:${TWO(at.getMinutes())}`;
}

/** The moment that such a field means; null where it is empty. */
export function momentOf(field: string): string | null {
  return field === "" ? null : new Date(field).toISOString();
}
