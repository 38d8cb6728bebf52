import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useNavigate } from "react-router";
import { useEditor } from "@/graph/store";
import { NO_LIMITS } from "./limits";
import { workQuery } from "./queries";
import type { Limits, Work } from "./types";

/** The assignment that the open network was made for; null where there is none, and for someone else's network. */
export function useWork(): Work | null {
  const network = useEditor((state) => (state.author === null ? state.networkId : ""));
  const { data } = useQuery({ ...workQuery(network), enabled: network !== "" });
  return data ?? null;
}

/** What the assignment of the open network leaves of the editor. */
export function useLimits(): Limits {
  return useWork() ?? NO_LIMITS;
}

/** Leads from the frozen copy of what was handed in to the page that says so. */
export function useLeadingToHandIn(work: Work | null): void {
  const navigate = useNavigate();
  const handIn = work?.hand_in ?? null;
  useEffect(() => {
    if (handIn !== null) void navigate(`/hand-ins/${handIn}`, { replace: true });
  }, [handIn, navigate]);
}
