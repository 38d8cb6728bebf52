/** What a network can learn from, and what it learns from. */
import { useQuery } from "@tanstack/react-query";
import { answerAs, api } from "@/api/client";
import { useEditor } from "@/graph/store";
import type { Dataset } from "@/graph/types";

/** Every data set that there is for whoever asks; asked for while `isWanted`. */
export function useDatasets(isWanted = true) {
  return useQuery({
    queryKey: ["datasets"],
    queryFn: () => answerAs<Dataset[]>(api.GET("/api/datasets")),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isWanted,
  });
}

/** The data set of the open network: of someone else's, the server says what it is. */
export function useDataset(): Dataset | undefined {
  const name = useEditor((state) => state.document.training.dataset);
  const network_id = useEditor((state) => state.networkId);
  const isReading = useEditor((state) => state.author !== null);
  const { data: datasets = [] } = useDatasets(!isReading);
  const { data: shown } = useQuery({
    queryKey: ["networks", network_id, "dataset"],
    queryFn: () =>
      answerAs<Dataset>(api.GET("/api/networks/{network_id}/dataset", { params: { path: { network_id } } })),
    enabled: isReading && name !== null,
  });
  return isReading ? shown : datasets.find((candidate) => candidate.name === name);
}
