import { createContext, useContext, useMemo } from "react";
import type { Place } from "@/graph/sweep";
import type { Document } from "@/graph/types";

/** Where the values of a form stand, so that one can be marked to be searched; null where none can. */
export const MarkScope = createContext<Place | null>(null);

/** What a document needs before a value of a form is marked: that it is written, where the form shows a default that is not. */
export const BeforeMark = createContext<(document: Document) => Document>((document) => document);

/** The training settings as a whole. */
export const IN_TRAINING: Place = { node: null, block: null, path: [] };

function step(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** The place of what stands further in, by its steps parted by dots: "optimizer.config"; null where nothing can be marked. */
export function useWithin(steps: string | null): Place | null {
  const scope = useContext(MarkScope);
  return useMemo(
    () =>
      scope === null || steps === null ? null : { ...scope, path: [...scope.path, ...steps.split(".").map(step)] },
    [scope, steps],
  );
}
