import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/api/client";
import { makeDocument } from "@/graph/makeDocument";
import type { SaveState } from "@/graph/store";
import { createAutosave, type Draft } from "./autosave";

const start: Draft = { revision: 1, document: makeDocument(["a"]) };
const later = (name: string) => makeDocument([name]);

/** A server that answers as told, and everything that was done to it. */
function makeServer() {
  const answers: (number | Error)[] = [];
  const sent: { draft: Draft; keepalive: boolean }[] = [];
  const states: SaveState["kind"][] = [];
  let stored: Draft | null = null;
  let revision = 1;
  const autosave = createAutosave(start, {
    put: async (draft, keepalive) => {
      sent.push({ draft, keepalive });
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      revision += 1;
      return { revision };
    },
    store: (draft) => {
      stored = draft;
    },
    report: (state) => states.push(state.kind),
  });
  return { autosave, answers, sent, states, stored: () => stored };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("saves within a second of the last change, once for a run of changes", async () => {
  const { autosave, sent, states } = makeServer();
  for (const name of ["b", "c", "d"]) autosave.changed(later(name));
  await vi.advanceTimersByTimeAsync(900);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.draft.document.nodes[0]?.id).toBe("d");
  expect(states.at(-1)).toBe("saved");
});

it("says that it is saved when undo leads back to what the server has", async () => {
  const { autosave, sent, states, stored } = makeServer();
  autosave.changed(later("b"));
  autosave.changed(start.document);
  await vi.advanceTimersByTimeAsync(900);
  expect(sent).toHaveLength(0);
  expect(states.at(-1)).toBe("saved");
  expect(stored()).toBeNull();
});

it("goes on from the revision that each save gave", async () => {
  const { autosave, sent } = makeServer();
  autosave.changed(later("b"));
  await vi.advanceTimersByTimeAsync(900);
  autosave.changed(later("c"));
  await vi.advanceTimersByTimeAsync(900);
  expect(sent.map(({ draft }) => draft.revision)).toEqual([1, 2]);
});

it("keeps changes in this browser while offline, and sends them when it can", async () => {
  const { autosave, sent, states, stored, answers } = makeServer();
  answers.push(new ApiError(0, []), new ApiError(503, []));
  autosave.changed(later("b"));
  await vi.advanceTimersByTimeAsync(400);
  expect(states.at(-1)).toBe("offline");
  autosave.changed(later("c"));
  expect(stored()?.document.nodes[0]?.id).toBe("c");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent.at(-1)?.draft.document.nodes[0]?.id).toBe("c");
  expect(states.at(-1)).toBe("saved");
  expect(stored()).toBeNull();
});

it("stops at a conflict, loses nothing, and goes on once it is settled", async () => {
  const { autosave, sent, states, stored, answers } = makeServer();
  answers.push(new ApiError(409, []));
  autosave.changed(later("b"));
  await vi.advanceTimersByTimeAsync(900);
  expect(states.at(-1)).toBe("conflict");
  expect(stored()?.document.nodes[0]?.id).toBe("b");
  autosave.changed(later("c"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(1);
  const theirs = later("theirs");
  autosave.resume(7, theirs);
  expect(states.at(-1)).toBe("saved");
  autosave.changed(later("d"));
  await vi.advanceTimersByTimeAsync(900);
  expect(sent.at(-1)?.draft.revision).toBe(7);
});

it("sends and keeps what is unsaved when the page goes", () => {
  const { autosave, sent, stored } = makeServer();
  autosave.changed(later("b"));
  autosave.flush();
  expect(sent).toEqual([{ draft: { revision: 1, document: later("b") }, keepalive: true }]);
  expect(stored()?.document).toEqual(later("b"));
});

it("sends nothing when nothing changed", async () => {
  const { autosave, sent } = makeServer();
  autosave.changed(start.document);
  autosave.flush();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent).toHaveLength(0);
});

it("says when the server refuses, and saves the next change all the same", async () => {
  const { autosave, states, answers } = makeServer();
  answers.push(new ApiError(422, []));
  autosave.changed(later("b"));
  await vi.advanceTimersByTimeAsync(900);
  expect(states.at(-1)).toBe("refused");
  autosave.changed(later("c"));
  await vi.advanceTimersByTimeAsync(900);
  expect(states.at(-1)).toBe("saved");
});
