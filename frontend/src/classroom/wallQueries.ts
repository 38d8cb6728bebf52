import { queryOptions } from "@tanstack/react-query";
import { answerAs, api } from "@/api/client";
import type { components } from "@/api/schema";
import type { Room } from "./wall";

type Schemas = components["schemas"];
export type WallChange = Partial<Schemas["WallChange"]>;

/** Everyone in a class, once; the socket goes on from there. */
export const wallQuery = (id: string) =>
  queryOptions({
    queryKey: ["wall", id],
    queryFn: () =>
      answerAs<Schemas["WallOut"]>(api.GET("/api/classes/{class_id}/wall", { params: { path: { class_id: id } } })),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Covers screens, shows a network to all, chooses the board; everyone hears of it by their sockets. */
export async function changeWall(id: string, body: WallChange): Promise<Room> {
  return answerAs<Room>(api.PATCH("/api/classes/{class_id}/wall", { params: { path: { class_id: id } }, body }));
}
