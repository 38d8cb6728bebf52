import { describe, expect, it } from "vitest";
import { History } from "./history";
import { makeEpoch, makeHistory, makePoint, makeStart } from "./makeHistory";
import { marksOf } from "./marks";
import type { RunEvent } from "./types";

describe("History", () => {
  it("holds a step once, however often it is sent", () => {
    const events = [makePoint(1, { loss: 2 }), makePoint(2, { loss: 1 })];
    const history = makeHistory(...events, ...events);
    history.merge({ events, cursor: "2-0" });
    expect(history.points.step).toEqual([1, 2]);
    expect(history.points.values.get("loss")).toEqual([2, 1]);
  });

  it("keeps a point and an epoch of the same step apart", () => {
    const history = makeHistory(makePoint(10, { loss: 1 }), makeEpoch(1, { loss: 0.9, val_loss: 1.1 }));
    expect(history.points.step).toEqual([10]);
    expect(history.epochs.step).toEqual([10]);
  });

  it("puts late rows in their place", () => {
    const history = makeHistory(
      makePoint(1, { loss: 5 }),
      makePoint(4, { loss: 2 }),
      makePoint(2, { loss: 4 }),
      makePoint(3, { loss: 3 }),
    );
    expect(history.points.step).toEqual([1, 2, 3, 4]);
    expect(history.points.values.get("loss")).toEqual([5, 4, 3, 2]);
    expect(history.points.epoch).toEqual([0.1, 0.2, 0.3, 0.4]);
  });

  it("tells a metric that came later from a number that was not finite", () => {
    const history = makeHistory(makePoint(1, { loss: 1 }), makePoint(2, { loss: null, accuracy: 0.5 }));
    expect(history.points.values.get("accuracy")).toEqual([undefined, 0.5]);
    expect(history.points.values.get("loss")).toEqual([1, null]);
  });

  it("holds the learning rate of each batch, and counts it among the metrics once it changes", () => {
    const rated = (step: number, rate: number) => ({ ...makePoint(step, { loss: 1 }), rate }) as RunEvent;
    const steady = makeHistory(rated(1, 0.1), rated(2, 0.1));
    expect([steady.metrics(), steady.points.values.get("learning_rate")]).toEqual([["loss"], [0.1, 0.1]]);
    const changed = makeHistory(rated(1, 0.1), rated(2, 0.05));
    expect([changed.metrics(), changed.rate]).toEqual([["loss", "learning_rate"], 0.05]);
  });

  it("names each metric once, loss first", () => {
    const history = makeHistory(makeEpoch(1, { accuracy: 0.5, loss: 1, val_loss: 1, val_auc: 0.4 }));
    expect(history.metrics()).toEqual(["loss", "accuracy", "auc"]);
  });

  it("believes the newest state", () => {
    const history = makeHistory(
      { kind: "state", state: "queued", position: 2, moves: 0 },
      { kind: "state", state: "running", moves: 2 },
    );
    expect(history.state).toBe("running");
    expect(history.position).toBeNull();
  });

  it("stays over when old states are played again", () => {
    const replay: RunEvent[] = [{ kind: "state", state: "running", moves: 2 }];
    const history = makeHistory({
      kind: "state",
      state: "failed",
      failure: { message: "Out of memory.", node: "dense" },
      moves: 3,
    });
    history.merge({ events: replay, cursor: "1-0" });
    expect(history.state).toBe("failed");
    expect(history.failure?.node).toBe("dense");
  });

  it("goes on with a run that was over when a newer state says so", () => {
    const history = makeHistory({ kind: "state", state: "finished", moves: 3 });
    history.merge({ events: [{ kind: "state", state: "queued", moves: 4 }], cursor: "" });
    expect(history.state).toBe("queued");
  });

  it("notes once where the rate was changed and where a lost run was taken up again", () => {
    const events: RunEvent[] = [
      { kind: "rate", step: 3, epoch: 0.3, rate: 0.5, at: 2 },
      { kind: "resumed", step: 5, epoch: 0.5, why: "lost", at: 3 },
      { kind: "resumed", step: 7, epoch: 0.7, why: "paused", at: 4 },
    ];
    const history = makeHistory(...events, ...events);
    expect(history.rate).toBe(0.5);
    expect(marksOf(history, "step")).toEqual([
      { x: 3, label: "rate 0.5" },
      { x: 5, label: "resumed" },
    ]);
  });

  it("keeps the cursor of the newest frame, and the old one when a frame has none", () => {
    const history = new History();
    history.merge({ events: [], cursor: "7-0" });
    history.merge({ events: [], cursor: "" });
    expect(history.cursor).toBe("7-0");
  });

  it("says whether a frame brought anything new", () => {
    const history = makeHistory(makePoint(1, { loss: 1 }));
    expect(history.merge({ events: [makePoint(1, { loss: 1 })], cursor: "1-0" })).toBe(false);
    expect(history.merge({ events: [makePoint(2, { loss: 1 })], cursor: "2-0" })).toBe(true);
  });

  it("keeps what the last event says", () => {
    const history = makeHistory(makeStart(), { kind: "end", evaluation: { accuracy: 0.97 }, stopped_early: true });
    expect(history.evaluation).toEqual({ accuracy: 0.97 });
    expect(history.early).toBe("no_better");
    history.merge({ events: [{ kind: "end", evaluation: {}, stopped_early: true, why: "no_number" }], cursor: "9" });
    expect(history.early).toBe("no_number");
  });

  it("takes a hundred thousand points without delay", () => {
    const history = new History();
    for (let step = 1; step <= 100_000; step += 20) {
      history.merge({
        events: Array.from({ length: 20 }, (_, place) => makePoint(step + place, { loss: 1 })),
        cursor: `${step}-0`,
      });
    }
    expect(history.points.length).toBe(100_000);
  });
});
