import { expect, it } from "vitest";
import { pathsOf, runToFollow, spreadOf } from "./nodePictures";

it("lets the last layer within a block stand for the block", () => {
  const layers = [{ path: ["encoder", "add"] }, { path: ["encoder", "norm"] }, { path: ["dense"] }];
  const shown = new Map(layers.flatMap((layer) => pathsOf(layer)));
  expect(shown.get("encoder")?.path.at(-1)).toBe("norm");
  expect([...shown.keys()]).toEqual(["encoder", "encoder/add", "encoder/norm", "dense"]);
});

it("tells a map that varies from one that does not", () => {
  expect(spreadOf(new Uint8Array([9, 9, 9]))).toBe(0);
  expect(spreadOf(new Uint8Array([0, 255]))).toBeGreaterThan(spreadOf(new Uint8Array([100, 120])));
});

it("follows the run that trains, however many newer ones wait, are paused or unwatched", () => {
  const of = (state: "running" | "queued" | "paused" | "finished", position: number | null = null, eyes = true) => ({
    state,
    position,
    eyes,
  });
  const running = of("running");
  const next = of("queued", 1);
  expect(runToFollow([of("paused"), of("queued", 2), of("running", null, false), running])).toBe(running);
  expect(runToFollow([of("paused"), of("queued", 2), next])).toBe(next);
  expect(runToFollow([of("finished")])).toBeUndefined();
});
