import { create } from "zustand";

type GuideState = {
  /** How many panels stand beside the page: one, or none. */
  readonly panels: number;
  /** The networks whose guide was folded away. */
  readonly folded: ReadonlySet<string>;
  mounted(change: 1 | -1): void;
  fold(network: string, isFolded: boolean): void;
};

/** Whether a guide stands beside the page; the frame of every page makes room for it. */
export const useGuide = create<GuideState>((set) => ({
  panels: 0,
  folded: new Set(),
  mounted: (change) => set((now) => ({ panels: now.panels + change })),
  fold: (network, isFolded) =>
    set((now) => {
      const folded = new Set(now.folded);
      if (isFolded) folded.add(network);
      else folded.delete(network);
      return { folded };
    }),
}));
