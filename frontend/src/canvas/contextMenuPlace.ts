import { create } from "zustand";

type Point = { readonly x: number; readonly y: number };

/** Where the context menu is open. What it holds follows from the selection. */
export const useContextMenu = create<{ at: Point | null }>(() => ({ at: null }));

export function openContextMenu(at: Point): void {
  useContextMenu.setState({ at });
}

export function closeContextMenu(): void {
  useContextMenu.setState({ at: null });
}
