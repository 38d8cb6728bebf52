import { formatBytes } from "@/graph/format";
import { numberText } from "./numbers";
import type { Export } from "./types";

/** "2.4 KB, made in 0.6 s". */
export function sizeText(made: Pick<Export, "bytes" | "seconds">): string {
  const seconds = made.seconds < 10 ? made.seconds.toFixed(1) : Math.round(made.seconds);
  return `${formatBytes(made.bytes)}, made in ${seconds} s`;
}

/** How far the file answers as the network does. */
export function differenceText(made: Pick<Export, "largest_difference" | "largest_output" | "samples">): string {
  const samples = `on ${made.samples} ${made.samples === 1 ? "sample" : "samples"}`;
  if (made.largest_difference === 0) return `Answers exactly as the network does ${samples}.`;
  const difference = numberText(made.largest_difference);
  return `Largest difference ${difference} ${samples}, where outputs go up to ${numberText(made.largest_output)}.`;
}
