/** Where a student stands with an assignment, and a hand-in with its checks. */
import { type Place, queueText } from "@/runs/queueText";
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

/** That a check waits for its training by the server: at which place, and for about how long. */
export function waitingText(place: Place): string {
  const queued = queueText(place);
  return `Waits for its turn to be trained by the server${queued === null ? "" : `: ${queued}`}.`;
}

/** Whether something can still be handed in, as far as the server said. */
export function isOpen({ over, takes_late }: Pick<AssignmentCard, "over" | "takes_late">): boolean {
  return !over || takes_late;
}

/** How far a student is with an assignment. */
export function standingOf(card: Pick<AssignmentCard, "over" | "takes_late" | "mine">): Badge {
  const { mine } = card;
  if (mine.state !== null)
    return { ...handInBadge(mine.state), ...(mine.state === "checked" && { label: "Handed in" }) };
  if (!isOpen(card)) return { label: "Over", color: "gray" };
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

type Whose = Pick<HandInListed, "member" | "person">;

/** Whether two hand-ins are of one member: they are told by their numbers, since a name may go to another. */
function isOfOne(one: Whose, other: Whose): boolean {
  return one.member !== null && one.member === other.member;
}

/** The newest hand-in of each person, which counts, by their names; of those who left the class last. */
export function counting<One extends Pick<HandInListed, "newest"> & Whose>(handIns: readonly One[]): One[] {
  const isGone = ({ member }: One) => Number(member === null);
  return handIns
    .filter(({ newest }) => newest)
    .toSorted((a, b) => isGone(a) - isGone(b) || a.person.localeCompare(b.person));
}

/** The members of a class of whom no hand-in counts, by their names. */
export function missing<One extends { readonly id: number; readonly nickname: string }>(
  people: readonly One[],
  handIns: readonly Whose[],
): One[] {
  const handed = new Set(handIns.map(({ member }) => member));
  return people.filter(({ id }) => !handed.has(id)).toSorted((a, b) => a.nickname.localeCompare(b.nickname));
}

/** The hand-ins beside one in the table: whose comes before, and whose after. */
export function neighbours<One extends Pick<HandInListed, "id" | "newest"> & Whose>(
  handIns: readonly One[],
  id: string,
): { readonly before: One | undefined; readonly after: One | undefined } {
  const all = counting(handIns);
  const open = handIns.find((one) => one.id === id);
  const at = all.findIndex((one) => one.id === id || (open && isOfOne(one, open)));
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
