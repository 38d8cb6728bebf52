// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { notifyManager, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import { stubDom } from "@/app/stubDom";
import { networksQuery } from "@/home/queries";
import { type useWallChange, WallControls } from "./WallControls";
import type { Room } from "./wall";

stubDom();
Element.prototype.scrollIntoView = () => {};
notifyManager.setScheduler(queueMicrotask);

const ROOM: Room = { name: "7b", eyes_up: false, sentence: "", shown: null, board: "off", rankings: [] };
const mutate = vi.fn();
const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });

function know(...names: string[]): void {
  const networks = names.map((name) => ({ id: name, name, changed: "2026-01-01T00:00:00Z" }));
  client.setQueryData(networksQuery.queryKey, networks as never);
}

function type(field: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

it("shows the class the network that is lit, however the list has changed", async () => {
  know("Alpha", "Beta", "Bravo");
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  const change = { mutate } as unknown as ReturnType<typeof useWallChange>;
  await act(async () =>
    root.render(
      <MantineProvider env="test">
        <QueryClientProvider client={client}>
          <WallControls room={ROOM} change={change} />
        </QueryClientProvider>
      </MantineProvider>,
    ),
  );
  const button = [...document.querySelectorAll("button")].find((one) => one.textContent === "Show one of mine");
  const field = () => document.querySelector<HTMLInputElement>("input[aria-label='Search your networks']");
  const lit = () => document.querySelector("[data-combobox-selected]")?.getAttribute("value");
  const press = (code: string) =>
    act(async () => field()?.dispatchEvent(new KeyboardEvent("keydown", { code, key: code, bubbles: true })));
  await act(async () => button?.click());
  await act(async () => type(field() as HTMLInputElement, "b"));
  expect(lit()).toBe("Beta");
  await act(async () => type(field() as HTMLInputElement, ""));
  expect(lit()).toBeUndefined();
  await press("Enter");
  expect(mutate).not.toHaveBeenCalled();
  await act(async () => type(field() as HTMLInputElement, "b"));
  await act(async () => know("Bravo", "Alpha", "Beta"));
  expect(lit()).toBe("Bravo");
  await press("Enter");
  expect(mutate).toHaveBeenCalledWith({ shown: "Bravo" });
  await act(async () => root.unmount());
});
