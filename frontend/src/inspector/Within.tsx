import type { ReactNode } from "react";
import { MarkScope, useWithin } from "./markScope";

/** A form further in: the arguments of an object, an entry of a list. */
export function Within({ steps, children }: { steps: string | null; children: ReactNode }) {
  return <MarkScope value={useWithin(steps)}>{children}</MarkScope>;
}
