import { useQueries, useQuery } from "@tanstack/react-query";
import { datasetsQuery, runDatasetQuery } from "@/datasets/queries";
import { type Titles, untitled } from "./runsTable";
import type { Run } from "./types";

/** What the data sets of some runs are called, as far as that is known. */
export function useTitles(runs: readonly { id: string }[]): Titles {
  const queries = useQueries({ queries: runs.map(({ id }) => runDatasetQuery(id)) });
  return new Map(queries.flatMap(({ data }) => (data ? [[data.name, data.title]] : [])));
}

/** The same for many runs: by the list of data sets; those that are not in it, by a run each, which knows what it was made on. */
export function useListedTitles(runs: readonly Run[]): Titles {
  const { data: datasets } = useQuery(datasetsQuery);
  const listed = new Map(datasets?.map(({ name, title }) => [name, title]));
  const asked = datasets ? untitled(runs, listed) : [];
  const queries = useQueries({ queries: asked.map(({ id }) => runDatasetQuery(id)) });
  asked.forEach(({ dataset }, place) => {
    const title = queries[place]?.data?.title ?? (queries[place]?.isError ? "data that are not here any more" : "");
    listed.set(dataset, title);
  });
  return listed;
}
