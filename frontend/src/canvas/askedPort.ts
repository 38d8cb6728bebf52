import { create } from "zustand";
import type { PortChoice } from "@/graph/ports";

type Asked = { readonly node: string; readonly choices: readonly PortChoice[]; readonly x: number; readonly y: number };

/** The question which port a wire goes to, and where on the screen it is asked. */
export const usePortMenu = create<{ asked: Asked | null }>(() => ({ asked: null }));

export function askForPort(node: string, choices: readonly PortChoice[], at: { x: number; y: number }): void {
  usePortMenu.setState({ asked: { node, choices, ...at } });
}

export function closePortMenu(): void {
  usePortMenu.setState({ asked: null });
}
