// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SocketLike } from "@/app/socket";
import { LiveRun } from "./liveRun";
import { makePoint } from "./makeHistory";
import type { Frame } from "./types";

const FINISHED: Frame = {
  events: [makePoint(1, { loss: 1 }), { kind: "state", state: "finished", moves: 3 }],
  cursor: "2-0",
};

function makeLive(fetchHistory: () => Promise<Frame> = async () => FINISHED) {
  const sockets: (SocketLike & { closed: boolean })[] = [];
  const noteState = vi.fn();
  const open = () => {
    const socket = {
      onopen: null,
      onmessage: null,
      onclose: null,
      closed: false,
      close() {
        this.closed = true;
      },
    };
    sockets.push(socket);
    return socket;
  };
  return { live: new LiveRun("r1", { fetchHistory, noteState, open }), sockets, noteState };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("LiveRun", () => {
  it("reads the kept history of a run that is over", async () => {
    const { live, sockets } = makeLive();
    live.begin(true);
    await vi.waitFor(() => expect(live.snapshot().line).toEqual({ kind: "ended", reason: null }));
    expect(live.snapshot()).toMatchObject({ state: "finished", points: 1, metrics: ["loss"] });
    expect(sockets).toHaveLength(0);
  });

  it("follows a run that was over when it goes on for more epochs", async () => {
    const { live, sockets } = makeLive();
    live.begin(true);
    await vi.waitFor(() => expect(live.snapshot().line).toEqual({ kind: "ended", reason: null }));
    live.take({ events: [{ kind: "state", state: "queued", moves: 4 }], cursor: "" });
    expect(sockets).toHaveLength(1);
    expect(live.snapshot()).toMatchObject({ state: "queued", points: 1 });
  });

  it("says why the history could not be read", async () => {
    const { live } = makeLive(() => Promise.reject(new Error("The server cannot be reached.")));
    live.begin(true);
    await vi.waitFor(() =>
      expect(live.snapshot().line).toEqual({ kind: "ended", reason: "The server cannot be reached." }),
    );
  });

  it("follows a run by one socket, however often it is told to begin", () => {
    const { live, sockets } = makeLive();
    live.begin(false);
    live.begin(false);
    expect(sockets).toHaveLength(1);
    live.stop();
    expect(sockets[0]?.closed).toBe(true);
  });

  it("draws once a picture frame and renders a few times a second, whatever arrives", () => {
    const { live } = makeLive();
    const draw = vi.fn();
    const render = vi.fn();
    live.onData(draw);
    live.subscribe(render);
    for (let step = 1; step <= 50; step += 1)
      live.take({ events: [makePoint(step, { loss: 1 })], cursor: `${step}-0` });
    vi.advanceTimersByTime(300);
    expect(draw).toHaveBeenCalledTimes(1);
    expect(render).toHaveBeenCalledTimes(1);
    expect(live.snapshot().points).toBe(50);
  });

  it("tells a new state at once", () => {
    const { live, noteState } = makeLive();
    const render = vi.fn();
    live.subscribe(render);
    live.take({ events: [{ kind: "state", state: "queued", position: 3, moves: 0 }], cursor: "1-0" });
    live.take({ events: [{ kind: "state", state: "queued", position: 2, moves: 0 }], cursor: "2-0" });
    expect(render).toHaveBeenCalledTimes(2);
    expect(noteState).toHaveBeenLastCalledWith("r1", { state: "queued", position: 2, wait: null, failure: null });
  });
});
