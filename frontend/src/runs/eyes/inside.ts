import { useSearchParams } from "react-router";
import type { Snapshot } from "../liveRun";
import type { Part } from "./looks";

export type View = Part | "afterwards";
export type DataPart = "training" | "held_out";

/** A sample of the data by its index. */
export interface Place {
  part: DataPart;
  index: number;
}

export const PART_NAMES: Record<DataPart, string> = { held_out: "Held-out", training: "Training" };

/** What the tab "Inside" shows, as its address says it: so one can link to a sample. */
export interface Shown {
  view: View;
  /** The sample that is looked at; none shows those that were watched. */
  place: Place | null;
}

const VIEWS: ReadonlySet<string> = new Set<View>(["judged", "layers", "weights", "boundary", "afterwards"]);

export function shownFrom(search: URLSearchParams): Shown {
  const view = search.get("view") ?? "";
  const [part, index] = [search.get("part"), Number(search.get("sample") ?? "0")];
  const isPlace = (part === "training" || part === "held_out") && Number.isSafeInteger(index) && index >= 0;
  return { view: VIEWS.has(view) ? (view as View) : "judged", place: isPlace ? { part, index } : null };
}

export function searchOf({ view, place }: Shown): Record<string, string> {
  const at: Record<string, string> = place ? { part: place.part, sample: String(place.index) } : {};
  return { tab: "inside", view, ...at };
}

/** Whether it is known which looks were taken of a run: of one that was watched, its history tells. */
export function knowsLooks(isWatched: boolean, { state, line }: Pick<Snapshot, "state" | "line">): boolean {
  return !isWatched || state !== null || line.kind === "ended";
}

/** The address at which each layer shows what it makes of a sample. */
export function sampleAddress(run: string, place: Place): string {
  return `/runs/${run}?${new URLSearchParams(searchOf({ view: "layers", place }))}`;
}

export function useShown(): [Shown, (shown: Shown) => void] {
  const [search, setSearch] = useSearchParams();
  return [shownFrom(search), (shown) => setSearch(searchOf(shown), { replace: true })];
}
