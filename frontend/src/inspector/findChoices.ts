/** The choices that hold what was typed: the very word first, then those that begin with it, then the rest in their order. */
export function findChoices<Choice extends { readonly label: string }>(
  choices: readonly Choice[],
  text: string,
): Choice[] {
  const wanted = text.trim().toLowerCase();
  const rank = ({ label }: Choice) => {
    const name = label.toLowerCase();
    if (name === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    return name.includes(wanted) ? 2 : 3;
  };
  return choices.filter((choice) => rank(choice) < 3).toSorted((a, b) => rank(a) - rank(b));
}
