import { queryClient } from "@/app/session";
import { datasetPatch } from "@/graph/dataset";
import { EMPTY_DOCUMENT, toWire } from "@/graph/document";
import { applyPatch } from "@/graph/patch";
import { catalogQuery, createNetwork, type Network } from "@/home/queries";
import type { Dataset } from "./queries";

/** Makes the smallest network that reads this data set. */
export async function createForDataset(dataset: Dataset): Promise<Network> {
  const catalog = await queryClient.fetchQuery(catalogQuery);
  const empty = { ...EMPTY_DOCUMENT, name: dataset.title };
  return createNetwork({ document: toWire(applyPatch(empty, datasetPatch(empty, catalog, dataset))) });
}
