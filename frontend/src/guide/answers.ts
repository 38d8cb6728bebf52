import type { Question, Step } from "./types";

type Asked = Pick<Question, "answers" | "choices">;

/** Whether an answer, chosen or typed, is right: numbers by their value, words whatever their case. */
export function isRight({ answers = [], choices = [] }: Asked, given: string): boolean {
  if (choices.length > 0) return choices.some((choice) => choice.right && choice.text === given);
  return answers.some((answer) => sameAnswer(answer, given));
}

function sameAnswer(answer: string, given: string): boolean {
  const [expected, received] = [plain(answer), plain(given)];
  if (received === "") return false;
  const [number, typed] = [Number(expected), Number(received)];
  if (Number.isNaN(number) || Number.isNaN(typed)) return expected === received;
  return Math.abs(number - typed) <= 1e-6 * Math.max(1, Math.abs(number));
}

/** Blanks and case count for nothing, a comma between digits may stand for a point or part thousands. */
function plain(text: string): string {
  const bare = text.trim().toLowerCase().replace(/\s+/g, " ").replace("−", "-");
  return /^-?\d{1,3}(,\d{3})+$/.test(bare) ? bare.replaceAll(",", "") : bare.replace(/^(-?\d*),(\d+)$/, "$1.$2");
}

/** The questions of a step, each with the name by which its answer is kept. */
export function questionsOf(step: Step, place: number): { name: string; question: Question }[] {
  const asked = step.parts.filter((part) => part.kind === "question");
  return asked.map((question, number) => ({ name: `${place}.${number}`, question }));
}
