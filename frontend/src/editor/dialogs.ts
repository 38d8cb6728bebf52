import { create } from "zustand";

export type DialogName = "connect" | "shortcuts" | "block";
export type DockTab = "problems" | "code" | "training" | "runs";

type Dialogs = {
  readonly shown: DialogName | null;
  /** The node for which the palette looks for another layer. */
  readonly replacing: string | null;
  readonly hasPalette: boolean;
  readonly hasInspector: boolean;
  /** The panel that says what is to be done here. */
  readonly hasGuide: boolean;
  /** The dock's open tab; null while it is folded. */
  readonly tab: DockTab | null;
  /** What is searched in the palette. */
  readonly search: string;
  open(name: DialogName): void;
  replace(node: string | null): void;
  close(): void;
  searchFor(text: string): void;
  showPalette(): void;
  togglePalette(): void;
  toggleInspector(): void;
  showGuide(isShown: boolean): void;
  showTab(tab: DockTab | null): void;
};

/** Where panels lie over the canvas instead of beside it; the same width stands in Editor.module.css. */
const narrow = typeof matchMedia === "function" ? matchMedia("(max-width: 767px)") : null;

function isNarrow(): boolean {
  return narrow?.matches ?? false;
}

/** Which panels and dialogs are open. */
export const useDialogs = create<Dialogs>((set) => ({
  shown: null,
  replacing: null,
  hasPalette: !isNarrow(),
  hasInspector: !isNarrow(),
  hasGuide: !isNarrow(),
  tab: null,
  search: "",
  open: (shown) => set({ shown }),
  close: () => set({ shown: null }),
  replace: (replacing) => set({ replacing }),
  searchFor: (search) => set({ search }),
  showPalette: () => set({ hasPalette: true }),
  togglePalette: () => set((now) => ({ hasPalette: !now.hasPalette, hasInspector: now.hasInspector && !isNarrow() })),
  toggleInspector: () => set((now) => ({ hasInspector: !now.hasInspector, hasPalette: now.hasPalette && !isNarrow() })),
  showGuide: (hasGuide) => set({ hasGuide }),
  showTab: (tab) => set({ tab }),
}));

/** In a window that becomes narrow the panels would cover the canvas and each other; in one that becomes wide they have their place again. */
narrow?.addEventListener("change", ({ matches }) =>
  useDialogs.setState({ hasPalette: !matches, hasInspector: !matches }),
);
