/** Where a student stands with an assignment, and a hand-in with its checks. */
import type { AssignmentCard, HandInListed, HandInState, RuleResult, RuleTold } from "./types";

export type Badge = { readonly label: string; readonly color: string };

const HAND_INS: Readonly<Record<HandInState, Badge>> = {
  checking: { label: "Being checked", color: "blue" },
  checked: { label: "Checked", color: "teal" },
  failed: { label: "Check failed", color: "red" },
};

/** How the state of a hand-in is written. */
export function handInBadge(state: HandInState): Badge {
  return HAND_INS[state];
}

/** Whether something can still be handed in. */
export function isOpen(
  { deadline, takes_late }: Pick<AssignmentCard, "deadline" | "takes_late">,
  now: number,
): boolean {
  return deadline === null || takes_late || Date.parse(deadline) > now;
}

/** How far a student is with an assignment. */
export function standingOf(card: Pick<AssignmentCard, "deadline" | "takes_late" | "mine">, now: number): Badge {
  const { mine } = card;
  if (mine.state !== null)
    return { ...handInBadge(mine.state), ...(mine.state === "checked" && { label: "Handed in" }) };
  if (!isOpen(card, now)) return { label: "Over", color: "gray" };
  return mine.network ? { label: "Started", color: "yellow" } : { label: "Not started", color: "gray" };
}

export type Points = { readonly points: number; readonly of: number };

const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

/** A number of points by itself; half points are written, too. */
export function pointText(points: number): string {
  return NUMBER.format(points);
}

/** "7 of 10 points". */
export function pointsText({ points, of }: Points): string {
  return `${pointText(points)} of ${pointText(of)} ${of === 1 ? "point" : "points"}`;
}

/** The newest hand-in of each person, which counts, by their names. */
export function counting<One extends Pick<HandInListed, "newest" | "person">>(handIns: readonly One[]): One[] {
  return handIns.filter(({ newest }) => newest).toSorted((a, b) => a.person.localeCompare(b.person));
}

/** The hand-ins beside one in the table: whose comes before, and whose after. */
export function neighbours<One extends Pick<HandInListed, "id" | "newest" | "person">>(
  handIns: readonly One[],
  id: string,
): { readonly before: One | undefined; readonly after: One | undefined } {
  const all = counting(handIns);
  const person = handIns.find((one) => one.id === id)?.person;
  const at = all.findIndex((one) => one.person === person);
  return at < 0 ? { before: undefined, after: undefined } : { before: all[at - 1], after: all[at + 1] };
}

/** A text without the heading that says its title once more. */
export function withoutTitle(text: string, title: string): string {
  const [first = "", ...rest] = text.split("\n");
  return first.replace(/^#\s*/, "").trim() === title.trim() ? rest.join("\n").trimStart() : text;
}

/** The rules as they stand before anything is known of them. */
export function unjudged(rules: readonly RuleTold[]): RuleResult[] {
  return rules.map(({ rule, title, needs_training }, place) => ({
    ...{ rule: place, kind: rule.kind, title, needs_training, passed: null, points: 0, of: rule.points ?? 1, said: "" },
  }));
}
