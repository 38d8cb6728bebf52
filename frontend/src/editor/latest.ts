/** Asking about a thing that changes while the answer is on its way: after a pause, the latest only, and older questions are dropped. */

export type Asking<Question, Answer> = {
  readonly ask: (question: Question, signal: AbortSignal) => Promise<Answer>;
  readonly answered: (answer: Answer, question: Question) => void;
  /** What a question that failed means; a number asks again after so many milliseconds. */
  readonly failed: (error: unknown, question: Question) => number | undefined;
  /** Whether the answer to one question is the answer to the other. */
  readonly isSame: (asked: Question, question: Question) => boolean;
};

export type Latest<Question> = {
  /** Asks after a pause, unless that was asked already. */
  readonly consider: (question: Question, pause: number) => void;
  /** Drops what is asked and what was going to be. */
  readonly drop: () => void;
};

export function askLatest<Question, Answer>({
  ask,
  answered,
  failed,
  isSame,
}: Asking<Question, Answer>): Latest<Question> {
  let asked: { readonly question: Question } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | null = null;

  async function start(question: Question): Promise<void> {
    running?.abort();
    const controller = new AbortController();
    running = controller;
    asked = { question };
    const isLatest = () => running === controller && !controller.signal.aborted;
    try {
      const answer = await ask(question, controller.signal);
      if (isLatest()) answered(answer, question);
    } catch (error) {
      const again = isLatest() ? failed(error, question) : undefined;
      if (again !== undefined) timer = setTimeout(() => void start(question), again);
    }
  }

  return {
    consider(question, pause) {
      if (asked && isSame(asked.question, question)) return;
      clearTimeout(timer);
      timer = setTimeout(() => void start(question), pause);
    },
    drop() {
      clearTimeout(timer);
      running?.abort();
      running = null;
      asked = null;
    },
  };
}
