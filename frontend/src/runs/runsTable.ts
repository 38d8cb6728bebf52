/** The table of runs: its measures, its order, what a search finds. */
import { metricTitle } from "./numbers";
import type { Run, RunListed } from "./types";

export interface Order {
  /** "made", "name", "state", "took", or a measure's key. */
  by: string;
  descending: boolean;
}

export const NEWEST: Order = { by: "made", descending: true };

/** A number that runs ended with: of the last epoch, or on held-out data. */
export interface Measure {
  key: string;
  title: string;
  of: (run: Run) => number | undefined;
}

/** Every measure that any of the runs has, or any trial of the sweeps: held-out ones first, then validation, then training. */
export function measuresOf(runs: readonly Run[] | readonly RunListed[]): Measure[] {
  const judged = [...new Set(runs.flatMap((run) => namesIn(run, "evaluation")))];
  const logged = [...new Set(runs.flatMap((run) => namesIn(run, "summary")))];
  const validation = logged.filter((name) => name.startsWith("val_"));
  const training = logged.filter((name) => !name.startsWith("val_"));
  return [
    ...judged.map((name) => ({
      key: `test ${name}`,
      title: `Held out: ${metricTitle(name).toLowerCase()}`,
      of: (run: Run) => run.evaluation[name],
    })),
    ...[...validation, ...training].map((name) => ({
      key: name,
      title: metricTitle(name),
      of: (run: Run) => run.summary[name],
    })),
  ];
}

function namesIn(run: Run & Partial<Pick<RunListed, "folded">>, logs: "summary" | "evaluation"): string[] {
  return [...Object.keys(run[logs]), ...(run.folded?.[logs] ?? [])];
}

/** The next order after a press on a column's head: a column that orders already turns round. */
export function pressed(order: Order, by: string): Order {
  return order.by === by ? { by, descending: !order.descending } : { by, descending: by === "made" };
}

/** Seconds that a run trained, pauses and waits left out; undefined while it has not ended. */
export function secondsOf(run: Run): number | undefined {
  return run.ended === null ? undefined : (run.seconds ?? undefined);
}

/** Runs in order, pinned ones on top; those without the number come last, whichever way it goes. */
export function ordered<R extends Run>(runs: readonly R[], order: Order, measures: readonly Measure[]): R[] {
  const read = valuesBy(order.by, measures);
  const sign = order.descending ? -1 : 1;
  return runs.toSorted((a, b) => {
    if (a.pinned !== b.pinned) return a.pinned ? -1 : 1;
    const [first, second] = [read(a), read(b)];
    if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
    return first === second ? 0 : sign * (first < second ? -1 : 1);
  });
}

function valuesBy(by: string, measures: readonly Measure[]): (run: Run) => number | string | undefined {
  const measure = measures.find(({ key }) => key === by);
  if (measure) return measure.of;
  if (by === "name") return (run) => run.name.toLowerCase();
  if (by === "state") return (run) => run.state;
  if (by === "took") return secondsOf;
  return (run) => Date.parse(run.made);
}

/** Each row once: between two pages that are fetched one after the other, new runs push others down. */
export function distinct<R extends RowOf>(runs: readonly R[]): R[] {
  return [...new Map(runs.map((run) => [keyOf(run), run])).values()];
}

/** A row of the list of a network. */
export interface ListRow<S> {
  id: string;
  /** When what it shows was made. */
  made: string;
  run?: Run;
  sweep?: S;
  /** Whether it stands below its sweep. */
  isTrial: boolean;
}

/**
 * The rows of the list of a network: runs and sweeps, the pinned ones first, then the newest. Trials stand below their sweep where that is
 * opened; by themselves where they are pinned, or their sweep is not known.
 */
export function rowsOf<S extends { id: string; made: string }>(
  runs: readonly Run[],
  sweeps: readonly S[],
  opened: readonly string[],
): ListRow<S>[] {
  const known = new Set(sweeps.map(({ id }) => id));
  const isBelow = ({ sweep, pinned }: Run) => sweep !== null && known.has(sweep) && !pinned;
  const rows = runs.map((run) => ({ id: run.id, made: run.made, run, isTrial: isBelow(run) }));
  const newestFirst = (some: ListRow<S>[]) => some.toSorted((a, b) => Date.parse(b.made) - Date.parse(a.made));
  const alone = rows.filter(({ isTrial }) => !isTrial);
  const others = [
    ...alone.filter(({ run }) => !run.pinned),
    ...sweeps.map((sweep) => ({ id: sweep.id, made: sweep.made, sweep, isTrial: false })),
  ];
  const below = (id: string) => newestFirst(rows.filter(({ run, isTrial }) => isTrial && run.sweep === id));
  return [
    ...newestFirst(alone.filter(({ run }) => run.pinned)),
    ...newestFirst(others).flatMap((row) => (row.sweep && opened.includes(row.id) ? [row, ...below(row.id)] : [row])),
  ];
}

type RowOf = Pick<RunListed, "id" | "sweep" | "folded">;

/** What a row of the table is known by: the run, or the sweep that it stands for. */
export function keyOf({ id, sweep, folded }: RowOf): string {
  return folded ? `sweep ${sweep}` : id;
}

/** A row as it is sorted and searched: a sweep by its own name, state, age and best number. */
export function asRow(run: RunListed): RunListed {
  if (!run.folded) return run;
  const { name, state, made, objective, best } = run.folded;
  const summary: Record<string, number> = best === null ? {} : { [objective]: best };
  return { ...run, name, state, made, summary, evaluation: {}, tags: [], notes: "", ended: null };
}

/** What data sets are called, by their names in documents. */
export type Titles = ReadonlyMap<string, string>;

/** Of each data set that has no title a run that was made on it, which may know; of those that have not begun only where there is no other. */
export function untitled<R extends Pick<Run, "dataset" | "started">>(runs: readonly R[], titles: Titles): R[] {
  const others = runs.filter(({ dataset }) => !titles.has(dataset));
  const [begun, waiting] = [others.filter(({ started }) => started), others.filter(({ started }) => !started)];
  return [...new Map([...waiting, ...begun].map((run) => [run.dataset, run])).values()];
}

/** Runs in whose name, network, data set, tags or notes every word of the search stands, and sweeps with such a trial. */
export function found(rows: readonly RunListed[], search: string, titles: Titles): RunListed[] {
  return rows.filter((row) => trialsFound(row, search, titles) !== 0);
}

/** How many trials of a sweep a search finds; null where it finds the row itself, and so all that is below it. */
export function trialsFound(row: RunListed, search: string, titles: Titles): number | null {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const around = [row.network_name, row.dataset, titles.get(row.dataset) ?? ""];
  const hasAll = (own: readonly string[]) => {
    const text = [...own, ...around].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  };
  if (hasAll([row.name, ...row.tags, row.notes])) return null;
  return row.folded?.words.filter((trial) => hasAll([trial])).length ?? 0;
}

/** The trials that stand below their opened sweep: those that the search finds, but for those that have a row of their own. */
export function trialsBelow(
  sweep: RunListed,
  trials: readonly RunListed[],
  rows: readonly RunListed[],
  search: string,
  titles: Titles,
): RunListed[] {
  const alone = new Set(rows.filter(({ folded }) => !folded).map(({ id }) => id));
  const below = trials.filter(({ id }) => !alone.has(id));
  return trialsFound(sweep, search, titles) === null ? below : found(below, search, titles);
}
