import { answerAs, api } from "@/api/client";
import type { components } from "@/api/schema";
import { queryClient } from "@/app/session";
import { fetchCatalog } from "@/editor/network";
import { datasetPatch } from "@/graph/dataset";
import { EMPTY_DOCUMENT, toWire } from "@/graph/document";
import { applyPatch } from "@/graph/patch";
import type { Dataset } from "./queries";

type Network = components["schemas"]["NetworkOut"];
type NewNetwork = components["schemas"]["NewNetwork"];

/** Makes a network; the list of networks is asked for again. */
export async function createNetwork(body: NewNetwork): Promise<Network> {
  const network = await answerAs<Network>(api.POST("/api/networks", { body }));
  void queryClient.invalidateQueries({ queryKey: ["networks"], exact: true });
  return network;
}

/** Makes the smallest network that reads this data set. */
export async function createForDataset(dataset: Dataset): Promise<Network> {
  const catalog = await queryClient.fetchQuery({
    queryKey: ["catalog"],
    queryFn: fetchCatalog,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const empty = { ...EMPTY_DOCUMENT, name: dataset.title };
  return createNetwork({ document: toWire(applyPatch(empty, datasetPatch(empty, catalog, dataset))) });
}
