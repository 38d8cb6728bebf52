/** What the server says of sharing. */
import { queryOptions } from "@tanstack/react-query";
import { answerAs, api } from "@/api/client";
import type { components } from "@/api/schema";
import { queryClient } from "@/app/session";

type Schemas = components["schemas"];
export type Sharing = Schemas["SharingOut"];
export type SharedCard = Schemas["SharedOut"];
export type Origin = Schemas["Origin"];

const of = (network: string) => ({ params: { path: { network_id: network } } });

/** How a network of one's own is shared. */
export function sharingQuery(network: string) {
  return queryOptions({
    queryKey: ["sharing", network],
    queryFn: () => answerAs<Sharing>(api.GET("/api/networks/{network_id}/sharing", of(network))),
  });
}

function note(network: string, sharing: Sharing): void {
  queryClient.setQueryData(sharingQuery(network).queryKey, sharing);
}

/** Says who may look at a network. */
export async function share(network: string, shared: Sharing["shared"]): Promise<void> {
  note(
    network,
    await answerAs<Sharing>(api.PUT("/api/networks/{network_id}/sharing", { ...of(network), body: { shared } })),
  );
}

/** Makes another link; the one before opens nothing from then on. */
export async function renewLink(network: string): Promise<void> {
  note(network, await answerAs<Sharing>(api.POST("/api/networks/{network_id}/sharing/link", of(network))));
}

/** Makes a copy of one's own of a network that one may see; gives its id. */
export async function forkNetwork(network: string): Promise<string> {
  const fork = await answerAs<Schemas["NetworkOut"]>(api.POST("/api/networks/{network_id}/fork", of(network)));
  void queryClient.invalidateQueries({ queryKey: ["networks"], exact: true });
  return fork.id;
}

/** What others share with everyone, or with one's class. */
export const sharedQuery = queryOptions({
  queryKey: ["shared"],
  queryFn: () => answerAs<SharedCard[]>(api.GET("/api/shared")),
  staleTime: 0,
});
