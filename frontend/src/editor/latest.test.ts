import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { askLatest } from "./latest";

type Open = { question: string; signal: AbortSignal; give: (answer: string) => void; refuse: (error: Error) => void };

function makeAsking(again?: number) {
  const open: Open[] = [];
  const heard: string[] = [];
  const latest = askLatest<string, string>({
    ask: (question, signal) =>
      new Promise((give, refuse) => {
        open.push({ question, signal, give, refuse });
      }),
    answered: (answer, question) => heard.push(`${question}: ${answer}`),
    failed: (error) => {
      heard.push(String(error));
      return again;
    },
    isSame: (asked, question) => asked === question,
  });
  const at = (place: number): Open => {
    const found = open[place];
    if (!found) throw new Error(`no question ${place}`);
    return found;
  };
  return { latest, open, at, heard };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("asking the latest", () => {
  it("asks once for what changes within a pause", async () => {
    const { latest, open } = makeAsking();
    latest.consider("a", 50);
    latest.consider("b", 50);
    await vi.advanceTimersByTimeAsync(60);
    expect(open.map(({ question }) => question)).toEqual(["b"]);
  });

  it("hears only the answer to the latest question", async () => {
    const { latest, at, heard } = makeAsking();
    latest.consider("a", 0);
    await settle();
    latest.consider("b", 0);
    await settle();
    expect(at(0).signal.aborted).toBe(true);
    at(0).give("late");
    at(1).give("yes");
    await settle();
    expect(heard).toEqual(["b: yes"]);
  });

  it("does not ask again what was asked", async () => {
    const { latest, open } = makeAsking();
    latest.consider("a", 0);
    await settle();
    latest.consider("a", 0);
    await settle();
    expect(open).toHaveLength(1);
  });

  it("asks again after a failure that may pass", async () => {
    const { latest, at, open, heard } = makeAsking(100);
    latest.consider("a", 0);
    await settle();
    at(0).refuse(new Error("away"));
    await vi.advanceTimersByTimeAsync(110);
    expect(open).toHaveLength(2);
    expect(heard).toEqual(["Error: away"]);
  });

  it("says nothing after it was dropped", async () => {
    const { latest, at, open, heard } = makeAsking();
    latest.consider("a", 0);
    await settle();
    latest.consider("b", 50);
    latest.drop();
    at(0).give("yes");
    await vi.advanceTimersByTimeAsync(60);
    expect(open).toHaveLength(1);
    expect(heard).toEqual([]);
  });
});
