import { queryOptions } from "@tanstack/react-query";
import { answerAs, api } from "@/api/client";
import type { components } from "@/api/schema";
import { queryClient } from "@/app/session";
import { fetchCatalog } from "@/editor/network";

type Schemas = components["schemas"];
export type NetworkCard = Schemas["NetworkSummary"];
export type Network = Schemas["NetworkOut"];
export type Template = Schemas["TemplateOut"];
type NewNetwork = Schemas["NewNetwork"];

/** One's networks, the last changed first. */
export const networksQuery = queryOptions({
  queryKey: ["networks"],
  queryFn: async () => {
    const networks = await answerAs<NetworkCard[]>(api.GET("/api/networks"));
    return networks.toSorted((a, b) => Date.parse(b.changed) - Date.parse(a.changed));
  },
  staleTime: 0,
});

export const templatesQuery = queryOptions({
  queryKey: ["templates"],
  queryFn: () => answerAs<Template[]>(api.GET("/api/templates")),
  staleTime: Number.POSITIVE_INFINITY,
});

export const catalogQuery = queryOptions({
  queryKey: ["catalog"],
  queryFn: fetchCatalog,
  staleTime: Number.POSITIVE_INFINITY,
});

function forgetList(): void {
  void queryClient.invalidateQueries({ queryKey: networksQuery.queryKey, exact: true });
}

/** Makes a network: from a template, from a document, or empty. */
export async function createNetwork(body: NewNetwork): Promise<Network> {
  const network = await answerAs<Network>(api.POST("/api/networks", { body }));
  forgetList();
  return network;
}

export async function duplicateNetwork(id: string): Promise<Network> {
  const params = { path: { network_id: id } };
  const network = await answerAs<Network>(api.POST("/api/networks/{network_id}/duplicate", { params }));
  forgetList();
  return network;
}

/** Gives a network another name, as a change of its newest document. */
export async function renameNetwork(id: string, name: string): Promise<void> {
  const params = { path: { network_id: id } };
  const network = await answerAs<Network>(api.GET("/api/networks/{network_id}", { params }));
  const body = { revision: network.revision, document: { ...network.document, name } };
  await api.PUT("/api/networks/{network_id}", { params, body });
  forgetList();
}

/** Deletes a network with its runs. */
export async function deleteNetwork(id: string): Promise<void> {
  await api.DELETE("/api/networks/{network_id}", { params: { path: { network_id: id } } });
  queryClient.setQueryData(networksQuery.queryKey, (known) => known?.filter((network) => network.id !== id));
  forgetList();
}
