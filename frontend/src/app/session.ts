import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { create } from "zustand";
import { ApiError } from "@/api/client";

type Session = {
  readonly signedOut: boolean;
  /** Whether no one is signed in, and the page is one that was shared. */
  readonly isVisitor: boolean;
};

/** Whether the server still knows us. */
export const useSession = create<Session>(() => ({ signedOut: false, isVisitor: false }));

/** Looks for a 401 in any failure, and lets the whole page say how to sign in. */
export function noticeSignedOut(error: unknown): void {
  if (error instanceof ApiError && error.status === 401 && !useSession.getState().isVisitor)
    useSession.setState({ signedOut: true });
}

/** Whether asking again may help: no answer, or a failing server; never a refusal. */
function mayRetry(failures: number, error: Error): boolean {
  return failures < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500);
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignedOut }),
  mutationCache: new MutationCache({ onError: noticeSignedOut }),
  defaultOptions: { queries: { retry: mayRetry, refetchOnWindowFocus: false, staleTime: 5_000 } },
});
