import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type LineState, LiveSocket, runSocketUrl, type SocketLike, waitBefore } from "./socket";

class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((close: { code: number }) => void) | null = null;
  closed = false;
  constructor(readonly url: string) {}
  close(): void {
    this.closed = true;
  }
}

function makeSocket(isOver = () => false, more: { askAgainMs?: number } = {}) {
  const opened: FakeSocket[] = [];
  const states: LineState[] = [];
  const frames: unknown[] = [];
  let cursor = "";
  const socket = new LiveSocket<{ cursor: string }>({
    url: () => runSocketUrl("r1", cursor, globalThis.location),
    missing: "This run does not exist.",
    onFrame: (frame) => {
      frames.push(frame);
      cursor = frame.cursor;
    },
    onState: (state) => states.push(state),
    isOver,
    ...more,
    random: () => 1,
    open: (url) => {
      const fake = new FakeSocket(url);
      opened.push(fake);
      return fake;
    },
  });
  const newest = () => opened.at(-1) as FakeSocket;
  return { socket, opened, states, frames, newest, last: () => states.at(-1) };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("location", { protocol: "http:", host: "here:8000" });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("LiveSocket", () => {
  it("asks for what follows the last cursor when the line comes back", () => {
    const line = makeSocket();
    line.newest().onopen?.();
    line.newest().onmessage?.({ data: JSON.stringify({ events: [], cursor: "5-0" }) });
    line.newest().onclose?.({ code: 1006 });
    expect(line.last()).toEqual({ kind: "reconnecting" });
    vi.advanceTimersByTime(500);
    expect(line.opened.map((one) => one.url)).toEqual([
      "ws://here:8000/ws/runs/r1",
      "ws://here:8000/ws/runs/r1?after=5-0",
    ]);
    line.newest().onopen?.();
    expect(line.last()).toEqual({ kind: "connected" });
    line.socket.close();
  });

  it("waits longer after each try that fails, and short again after one that works", () => {
    const line = makeSocket();
    line.newest().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(500);
    line.newest().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(999);
    expect(line.opened).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(line.opened).toHaveLength(3);
    line.newest().onopen?.();
    line.newest().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(500);
    expect(line.opened).toHaveLength(4);
    line.socket.close();
  });

  it.each([4401, 4404])("ends with a sentence on code %i", (code) => {
    const line = makeSocket();
    line.newest().onclose?.({ code });
    vi.advanceTimersByTime(60_000);
    expect(line.opened).toHaveLength(1);
    expect(line.last()).toEqual({ kind: "ended", reason: expect.stringMatching(/\.$/) });
  });

  it("asks again later where what was refused may be granted by then", () => {
    const line = makeSocket(undefined, { askAgainMs: 30_000 });
    line.newest().onclose?.({ code: 4404 });
    expect(line.last()).toMatchObject({ kind: "ended" });
    vi.advanceTimersByTime(29_999);
    expect(line.opened).toHaveLength(1);
    vi.advanceTimersByTime(1);
    line.newest().onopen?.();
    expect(line.last()).toEqual({ kind: "connected" });
    line.newest().onclose?.({ code: 4401 });
    vi.advanceTimersByTime(60_000);
    expect(line.opened).toHaveLength(2);
  });

  it("does not come back once the run is over", () => {
    const line = makeSocket(() => true);
    line.newest().onclose?.({ code: 1000 });
    vi.advanceTimersByTime(60_000);
    expect(line.opened).toHaveLength(1);
    expect(line.last()).toEqual({ kind: "ended", reason: null });
  });

  it("closes without a word and for good", () => {
    const line = makeSocket();
    const fake = line.newest();
    fake.onopen?.();
    line.socket.close();
    vi.advanceTimersByTime(120_000);
    expect(fake.closed).toBe(true);
    expect(line.opened).toHaveLength(1);
    expect(line.last()).toEqual({ kind: "connected" });
  });

  it("opens a line again that has gone silent", () => {
    const line = makeSocket();
    line.newest().onopen?.();
    vi.advanceTimersByTime(45_000);
    expect(line.opened).toHaveLength(2);
    expect(line.opened[0]?.closed).toBe(true);
    line.socket.close();
  });

  it("tries at once when asked to hurry", () => {
    const line = makeSocket();
    line.newest().onclose?.({ code: 1006 });
    line.socket.hurry();
    expect(line.opened).toHaveLength(2);
    line.socket.hurry();
    expect(line.opened).toHaveLength(2);
    line.socket.close();
  });
});

it("waits at most 15 seconds, half of it by chance", () => {
  expect(waitBefore(0, 0)).toBe(250);
  expect(waitBefore(20, 1)).toBe(15_000);
});

it("uses a secure socket on a secure page", () => {
  expect(runSocketUrl("a b", "", { protocol: "https:", host: "h" })).toBe("wss://h/ws/runs/a%20b");
});
