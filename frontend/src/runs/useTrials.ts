import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { trialsQuery } from "./queries";
import type { RunsPage } from "./types";

/** The trials of these sweeps, by sweep, as far as they were fetched. */
export function useTrials(sweeps: readonly string[]): ReadonlyMap<string, UseQueryResult<RunsPage>> {
  const answers = useQueries({ queries: sweeps.map(trialsQuery) });
  return new Map(sweeps.flatMap((sweep, at) => (answers[at] ? [[sweep, answers[at]]] : [])));
}
