import { plural } from "@/graph/format";
import type { Run } from "./types";

const MINUTE = 60;
const HOUR = 3600;

/** Where a run stands that waits for a worker. */
export type Place = Pick<Run, "position" | "wait">;

/** "3rd in the queue, about 4 minutes"; nothing of a run that does not wait. */
export function queueText({ position, wait }: Place): string | null {
  return position === null ? null : `${ordinal(position)} in the queue, ${waitText(wait)}`;
}

function waitText(wait: number | null): string {
  if (wait === null) return "wait unknown yet";
  if (wait === 0) return "about to begin";
  if (wait < MINUTE) return `about ${plural(wait, "second")}`;
  if (wait < 2 * HOUR) return `about ${plural(Math.round(wait / MINUTE), "minute")}`;
  return `about ${plural(Math.round(wait / HOUR), "hour")}`;
}

function ordinal(number: number): string {
  const isTeen = number % 100 > 10 && number % 100 < 14;
  const ending = isTeen ? undefined : { 1: "st", 2: "nd", 3: "rd" }[number % 10];
  return `${number}${ending ?? "th"}`;
}
