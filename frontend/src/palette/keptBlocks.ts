/** One's own palette: blocks that are kept on the server and can be put into any network. */
import { queryOptions } from "@tanstack/react-query";
import { answerAs, api } from "@/api/client";
import type { components } from "@/api/schema";
import { queryClient } from "@/app/session";
import { completeBlock, EMPTY_DOCUMENT, toWire } from "@/graph/document";
import type { Block, Document } from "@/graph/types";

type Schemas = components["schemas"];

export type Kept = { readonly id: string; readonly name: string; readonly blocks: Readonly<Record<string, Block>> };

function complete({ id, name, blocks }: Schemas["SavedBlockOut"]): Kept {
  const whole = Object.entries(blocks).map(([key, block]) => [key, completeBlock(block)] as const);
  return { id, name, blocks: Object.fromEntries(whole) };
}

export const keptBlocksQuery = queryOptions({
  queryKey: ["blocks"],
  queryFn: async () => (await answerAs<Schemas["SavedBlockOut"][]>(api.GET("/api/blocks"))).map(complete),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Keeps a block of a network, with the blocks that stand in it; one of the same name is replaced. */
export async function keepBlock({ blocks }: Document, name: string): Promise<void> {
  const document = toWire({ ...EMPTY_DOCUMENT, blocks });
  await api.POST("/api/blocks", { body: { name, document } });
  await queryClient.invalidateQueries({ queryKey: keptBlocksQuery.queryKey });
}

export async function forgetBlock(id: string): Promise<void> {
  await api.DELETE("/api/blocks/{block_id}", { params: { path: { block_id: id } } });
  await queryClient.invalidateQueries({ queryKey: keptBlocksQuery.queryKey });
}
