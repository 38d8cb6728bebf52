import { describe, expect, it } from "vitest";
import { Looks, momentAt } from "./looks";

const seen = (epoch: number, isLast = false) => ({
  kind: "eyes" as const,
  epoch,
  step: epoch * 10,
  parts: ["judged" as const],
  is_last: isLast,
});

describe("Looks", () => {
  it("keeps each epoch once, in order, however often it is told", () => {
    const looks = new Looks();
    expect(looks.take(seen(3))).toBe(true);
    expect(looks.take(seen(1))).toBe(true);
    expect(looks.take(seen(3))).toBe(false);
    expect(looks.of("judged").map((one) => one.epoch)).toEqual([1, 3]);
    expect(looks.of("layers")).toEqual([]);
  });

  it("takes the look at the end of training for the one of its epoch", () => {
    const looks = new Looks();
    looks.take(seen(3));
    expect(looks.take(seen(3, true))).toBe(true);
    expect(looks.take(seen(3))).toBe(false);
    expect(looks.of("judged")).toEqual([{ epoch: 3, isLast: true }]);
  });

  it("takes no look for that of the kept weights once training has gone on after it", () => {
    const looks = new Looks();
    for (const look of [seen(2), seen(3, true), seen(4)]) looks.take(look);
    expect(looks.of("judged").map((one) => one.isLast)).toEqual([false, false, false]);
    looks.take(seen(5, true));
    expect(looks.of("judged").map((one) => one.isLast)).toEqual([false, false, false, true]);
  });
});

describe("momentAt", () => {
  const moments = [1, 4, 6].map((epoch) => ({ epoch, isLast: false }));

  it("is the newest unless an epoch is chosen", () => {
    expect(momentAt(moments, null)?.epoch).toBe(6);
  });

  it("is the newest look before an epoch that was not looked at", () => {
    expect(momentAt(moments, 5)?.epoch).toBe(4);
    expect(momentAt(moments, 0)?.epoch).toBe(1);
    expect(momentAt([], 3)).toBeUndefined();
  });
});
