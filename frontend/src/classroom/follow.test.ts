import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient } from "@/app/session";
import type { SocketLike } from "@/app/socket";
import { follow } from "./follow";
import { type Account, accountQuery } from "./queries";
import { useRooms } from "./rooms";

const KEY = accountQuery.queryKey;
let line: SocketLike;

function know(locked: boolean): void {
  queryClient.setQueryData(KEY, { classes: [{ id: "7b", locked }] } as Account);
}

function begin(): () => void {
  return follow("7b", () => {
    line = { onopen: null, onmessage: null, onclose: null, close: () => {} };
    return line;
  });
}

function isAskedAnew(): boolean | undefined {
  return queryClient.getQueryState(KEY)?.isInvalidated;
}

beforeEach(() => vi.stubGlobal("window", { location: { protocol: "http:", host: "here:8000" } }));
afterEach(() => {
  vi.unstubAllGlobals();
  queryClient.removeQueries({ queryKey: KEY });
});

it("asks anew for the account when frames come of a class that was locked", () => {
  know(true);
  const end = begin();
  line.onmessage?.({ data: JSON.stringify({ room: { name: "7b", shown: null } }) });
  expect(useRooms.getState().rooms["7b"]?.name).toBe("7b");
  expect(isAskedAnew()).toBe(true);
  know(false);
  line.onmessage?.({ data: "{}" });
  expect(isAskedAnew()).toBe(false);
  end();
});

it("asks anew for the account when one is kept out", () => {
  know(false);
  const end = begin();
  line.onclose?.({ code: 4404 });
  expect(isAskedAnew()).toBe(true);
  end();
});
