/** What a class is to a person, and what goes with it, in words. */
import { plural } from "@/graph/format";
import { dayText, untilText } from "./days";
import type { Member, MyClass } from "./queries";

/** To its teacher, before a class is deleted. */
export function whatGoesText(people: readonly Pick<Member, "is_only_here">[]): string {
  const going = people.filter((member) => member.is_only_here).length;
  const staying = people.length - going;
  const told = ["The class will be gone for good, with its assignments and what was handed in."];
  if (going > 0)
    told.push(
      `So will ${plural(going, "account")} that ${going === 1 ? "was" : "were"} made for it alone, with every network, run and data set of theirs.`,
    );
  if (staying > 0)
    told.push(`${plural(staying, "member")} with another way in ${staying === 1 ? "keeps" : "keep"} everything else.`);
  return told.join(" ");
}

/** To a member: when it ends, and what becomes of what is theirs. */
export function endText({ ends, goes_too }: Pick<MyClass, "ends" | "goes_too">, now: number): string {
  const when = `ends on ${dayText(ends)} (${untilText(ends, now)})`;
  return goes_too
    ? `${when}: your account goes then, with everything you made.`
    : `${when}: what you handed in goes then. Your networks, runs and data stay yours.`;
}

/** To a member who is kept out. */
export function lockedText({ name }: Pick<MyClass, "name">): string {
  return `Your teacher has locked your place in ${name}. What you made is kept. Ask them to let you in again.`;
}

/** To a member: who they are in a class, and who teaches it where that is told. */
export function whoText({ nickname, teacher }: Pick<MyClass, "nickname" | "teacher">): string {
  return teacher ? `You are ${nickname}; ${teacher} teaches.` : `You are ${nickname}.`;
}
