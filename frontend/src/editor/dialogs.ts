import { create } from "zustand";

export type DialogName = "connect" | "shortcuts";
export type DockTab = "problems" | "code" | "training" | "runs";

type Dialogs = {
  readonly shown: DialogName | null;
  readonly hasPalette: boolean;
  readonly hasInspector: boolean;
  /** The dock's open tab; null while it is folded. */
  readonly tab: DockTab | null;
  open(name: DialogName): void;
  close(): void;
  showPalette(): void;
  togglePalette(): void;
  toggleInspector(): void;
  showTab(tab: DockTab | null): void;
};

/** Which panels and dialogs are open. */
export const useDialogs = create<Dialogs>((set) => ({
  shown: null,
  hasPalette: true,
  hasInspector: true,
  tab: null,
  open: (shown) => set({ shown }),
  close: () => set({ shown: null }),
  showPalette: () => set({ hasPalette: true }),
  togglePalette: () => set(({ hasPalette }) => ({ hasPalette: !hasPalette })),
  toggleInspector: () => set(({ hasInspector }) => ({ hasInspector: !hasInspector })),
  showTab: (tab) => set({ tab }),
}));
