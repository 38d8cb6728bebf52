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

/** Every measure that any of the runs has: held-out ones first, then validation, then training. */
export function measuresOf(runs: readonly Run[]): Measure[] {
  const judged = [...new Set(runs.flatMap((run) => Object.keys(run.evaluation)))];
  const logged = [...new Set(runs.flatMap((run) => Object.keys(run.summary)))];
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

/** Whether a run has a row of its own in a list: all but the trials of sweeps, and of these the pinned ones. */
export function standsAlone(run: Pick<Run, "sweep" | "pinned">): boolean {
  return run.sweep === null || run.pinned;
}

/** The trials of a sweep that stand below it, the newest first. */
export function trialsOf(runs: readonly Run[], { id }: { id: string }): Run[] {
  return ordered(
    runs.filter((run) => run.sweep === id && !standsAlone(run)),
    NEWEST,
    [],
  );
}

/** The rows of the list of a network: runs and sweeps, the pinned ones first, then the newest. */
export function rowsOf<S extends { made: string }>(
  runs: readonly Run[],
  sweeps: readonly S[],
): { run?: Run; sweep?: S; made: string }[] {
  const alone = runs.filter(standsAlone).map((run) => ({ run, made: run.made }));
  const pinned = alone.filter(({ run }) => run.pinned);
  const others = [...alone.filter(({ run }) => !run.pinned), ...sweeps.map((sweep) => ({ sweep, made: sweep.made }))];
  return [pinned, others].flatMap((rows) => rows.toSorted((a, b) => Date.parse(b.made) - Date.parse(a.made)));
}

type RowOf = Pick<RunListed, "id" | "sweep" | "folded">;

/** What a row of the table is known by: the run, or the sweep that it stands for. */
export function keyOf({ id, sweep, folded }: RowOf): string {
  return folded ? `sweep ${sweep}` : id;
}

/** A row as it is sorted and searched: a sweep by its own name and its best number. */
export function asRow(run: RunListed): RunListed {
  if (!run.folded) return run;
  const { name, objective, best } = run.folded;
  const summary: Record<string, number> = best === null ? {} : { [objective]: best };
  return { ...run, name, summary, evaluation: {}, tags: [], notes: "", ended: null };
}

/** What data sets are called, by their names in documents. */
export type Titles = ReadonlyMap<string, string>;

/** Of each data set that has no title a run that was made on it, which may know; of those that have not begun only where there is no other. */
export function untitled<R extends Pick<Run, "dataset" | "started">>(runs: readonly R[], titles: Titles): R[] {
  const others = runs.filter(({ dataset }) => !titles.has(dataset));
  const [begun, waiting] = [others.filter(({ started }) => started), others.filter(({ started }) => !started)];
  return [...new Map([...waiting, ...begun].map((run) => [run.dataset, run])).values()];
}

/** Runs in whose name, network, data set, tags or notes every word of the search stands. */
export function found<R extends Run & { network_name?: string }>(
  runs: readonly R[],
  search: string,
  titles: Titles,
): R[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    const names = [run.name, run.network_name ?? "", run.dataset, titles.get(run.dataset) ?? ""];
    const text = [...names, ...run.tags, run.notes].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
