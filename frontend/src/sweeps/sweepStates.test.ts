import { expect, it } from "vitest";
import { makeSweep, makeTrial } from "./makeSweep";
import { endedTrials } from "./sweepStates";

it("counts a trial that was deleted among those that are over", () => {
  const trials = [makeTrial(2, {}, 0.5), makeTrial(3, {}, null, { state: "running" })];
  expect(endedTrials(makeSweep({ proposed: 3, trials }))).toBe(2);
});
