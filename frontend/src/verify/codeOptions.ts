/** How the code is written, for the Code tab and every file made from it. */
import { create } from "zustand";

export type CodeOptions = {
  /** Whether a comment beside each layer tells the shape of what it gives. */
  readonly shapes: boolean;
  readonly setShapes: (shapes: boolean) => void;
};

export const useCodeOptions = create<CodeOptions>()((set) => ({
  shapes: false,
  setShapes: (shapes) => set({ shapes }),
}));
