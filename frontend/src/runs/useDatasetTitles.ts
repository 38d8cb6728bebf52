import { useQuery } from "@tanstack/react-query";
import { askedAgainQuery, datasetsQuery } from "@/datasets/queries";
import type { Titles } from "./runsTable";

interface DatasetTitles {
  titles: Titles;
  /** Whether a data set without a title is gone: they were asked for once more, since it may be newer than what is known of them. */
  areComplete: boolean;
}

/** What the data sets that runs were made on are called. */
export function useDatasetTitles(runs: readonly { dataset: string }[]): DatasetTitles {
  const { data: datasets } = useQuery(datasetsQuery);
  const titles = new Map(datasets?.map(({ name, title }) => [name, title]));
  const used = new Set(datasets && runs.map(({ dataset }) => dataset));
  const { isSuccess } = useQuery(askedAgainQuery([...used].filter((name) => !titles.has(name)).toSorted()));
  return { titles, areComplete: isSuccess };
}
