/** Whom a network can be shared with, in plain words. */
import type { Sharing } from "./queries";

export type Choice = { readonly shared: Sharing["shared"]; readonly label: string; readonly more: string };

const CHOICES: readonly Choice[] = [
  { shared: "private", label: "Only me", more: "Nobody else can open it." },
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

/** The choices that this server offers. */
export function choicesOf(sharing: Pick<Sharing, "offers_class" | "shared">): readonly Choice[] {
  return CHOICES.filter(({ shared }) => shared !== "class" || sharing.offers_class || sharing.shared === "class");
}

/** What the button says of how a network is shared. */
export function sharedText(shared: Sharing["shared"]): string {
  return CHOICES.find((choice) => choice.shared === shared)?.label ?? "";
}

/** "Ada's network", "Someone's run": whose a thing is, at the start of a sentence. */
export function whose(author: string, thing: string): string {
  const name = author === "someone" ? "Someone" : author;
  return `${name}${/[sxz]$/i.test(name) ? "’" : "’s"} ${thing}`;
}
