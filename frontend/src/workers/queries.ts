import { queryOptions } from "@tanstack/react-query";
import { answerAs, api } from "@/api/client";
import type { Worker } from "./types";

/** The training workers that are there: asked for anew when the page is looked at again, and when a run changes its state. */
export const workersQuery = queryOptions({
  queryKey: ["workers"],
  queryFn: () => answerAs<Worker[]>(api.GET("/api/workers")),
  refetchOnWindowFocus: true,
});
