import { useQueries } from "@tanstack/react-query";
import { runDatasetQuery } from "@/datasets/queries";
import type { Titles } from "./runsTable";

/** What the data sets of some runs are called, as far as that is known. */
export function useTitles(runs: readonly { id: string }[]): Titles {
  const queries = useQueries({ queries: runs.map(({ id }) => runDatasetQuery(id)) });
  return new Map(queries.flatMap(({ data }) => (data ? [[data.name, data.title]] : [])));
}
