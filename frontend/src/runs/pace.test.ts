import { describe, expect, it } from "vitest";
import { makeEpoch, makeHistory, makePoint, makeStart } from "./makeHistory";
import { paceOf } from "./pace";

describe("paceOf", () => {
  it("says nothing before training starts", () => {
    expect(paceOf(makeHistory())).toBeNull();
  });

  it("does not guess from nothing", () => {
    expect(paceOf(makeHistory(makeStart()))).toEqual({ done: 0, epoch: 1, epochs: 3, left: null });
  });

  it("judges the first epoch by its points", () => {
    const pace = paceOf(
      makeHistory(makeStart(2), makePoint(1, { loss: 1 }, 0.1, 1), makePoint(5, { loss: 1 }, 0.5, 5)),
    );
    expect(pace?.left).toBeCloseTo(15);
    expect(pace?.done).toBeCloseTo(0.25);
  });

  it("judges later epochs by the last finished ones", () => {
    const pace = paceOf(
      makeHistory(
        makeStart(10),
        makeEpoch(1, { loss: 1 }, 100),
        makeEpoch(2, { loss: 1 }, 102),
        makeEpoch(3, { loss: 1 }, 104),
        makeEpoch(4, { loss: 1 }, 106),
      ),
    );
    expect(pace?.left).toBeCloseTo(12);
    expect(pace?.epoch).toBe(5);
  });

  it("leaves the slow first epoch out as soon as there is another", () => {
    const pace = paceOf(makeHistory(makeStart(10), makeEpoch(1, { loss: 1 }, 20), makeEpoch(2, { loss: 1 }, 21)));
    expect(pace?.left).toBeCloseTo(8);
  });

  it("has nothing left after the last epoch", () => {
    expect(paceOf(makeHistory(makeStart(1), makeEpoch(1, { loss: 1 })))).toEqual({
      done: 1,
      epoch: 1,
      epochs: 1,
      left: 0,
    });
  });
});
