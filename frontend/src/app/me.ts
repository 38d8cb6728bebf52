/** Who is signed in, and what this server is. */
import { queryOptions } from "@tanstack/react-query";
import { answerAs, api } from "@/api/client";
import type { components } from "@/api/schema";
import { useSession } from "./session";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async () => {
    const me = await answerAs<components["schemas"]["Me"]>(api.GET("/api/me"));
    useSession.setState({ isVisitor: !me.signed_in });
    return me;
  },
  staleTime: Number.POSITIVE_INFINITY,
});
