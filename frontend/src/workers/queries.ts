import { queryOptions } from "@tanstack/react-query";
import { answerAs, api } from "@/api/client";
import type { Worker } from "./types";

const AGAIN = 5_000;

/** In how many milliseconds to ask for the workers again: a page may be opened before the first of them has told that it is there. */
export function untilOneIsThere(workers: readonly Worker[] | undefined): number | false {
  return workers?.length === 0 && AGAIN;
}

/** The training workers that are there: asked for anew when the page is looked at again, and when a run changes its state. */
export const workersQuery = queryOptions({
  queryKey: ["workers"],
  queryFn: () => answerAs<Worker[]>(api.GET("/api/workers")),
  refetchOnWindowFocus: true,
  refetchInterval: (query) => untilOneIsThere(query.state.data),
});
