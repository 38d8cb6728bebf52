/** Whom a network can be shared with, in plain words. */
import type { Account } from "@/classroom/queries";
import type { Sharing } from "./queries";

export type Choice = { readonly shared: Sharing["shared"]; readonly label: string; readonly more: string };

const CHOICES: readonly Choice[] = [
  { shared: "private", label: "Only me", more: "" },
  {
    shared: "class",
    label: "My class",
    more: "Everyone in a class with you finds it under Shared, and can look at it.",
  },
  {
    shared: "link",
    label: "People with the link",
    more: "Whoever has the link can look at it, signed in or not. Nobody finds it without.",
  },
  {
    shared: "public",
    label: "Everyone",
    more: "Everyone who can reach this server can look at it, and finds it under Shared.",
  },
];

/** Who else opens what is shared with nobody: a teacher looks over shoulders, and shows a network to the class. */
const ALONE = {
  alone: "Nobody else can open it.",
  member: "Nobody but the teacher of your class can open it, and your class while the teacher shows it.",
  teacher: "Nobody else can open it, but your class while you show it on the wall.",
} as const;

/** What a person is in the classes of this server: in none, a member of one, the teacher of one. */
export type Standing = keyof typeof ALONE;

export function standingOf(offersClass: boolean, account: Pick<Account, "teaches" | "classes"> | undefined): Standing {
  if (account?.teaches) return offersClass ? "teacher" : "alone";
  return offersClass || (account?.classes.length ?? 0) > 0 ? "member" : "alone";
}

/** The choices that this server offers. */
export function choicesOf(
  sharing: Pick<Sharing, "offers_class" | "shared">,
  standing: Standing = "alone",
): readonly Choice[] {
  return CHOICES.filter(({ shared }) => shared !== "class" || sharing.offers_class || sharing.shared === "class").map(
    (choice) => (choice.shared === "private" ? { ...choice, more: ALONE[standing] } : choice),
  );
}

/** What the button says of how a network is shared. */
export function sharedText(shared: Sharing["shared"]): string {
  return CHOICES.find((choice) => choice.shared === shared)?.label ?? "";
}

/** What the server calls those who have no name here. */
const NAMELESS: ReadonlySet<string> = new Set(["someone", "the teacher"]);

/** "Ada's network", "Someone's run": whose a thing is, at the start of a sentence. */
export function whose(author: string, thing: string): string {
  const name = NAMELESS.has(author) ? author.charAt(0).toUpperCase() + author.slice(1) : author;
  return `${name}${/[sxz]$/i.test(name) ? "’" : "’s"} ${thing}`;
}
