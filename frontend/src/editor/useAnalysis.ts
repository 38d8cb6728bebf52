import { useEffect } from "react";
import { ApiError, sentenceOf } from "@/api/client";
import { noticeSignedOut } from "@/app/session";
import { meansTheSame } from "@/graph/document";
import { useEditor } from "@/graph/store";
import type { Analysis, Document } from "@/graph/types";
import { askLatest } from "./latest";
import { analyse } from "./network";

const PAUSE = 60;
const RETRY = 3_000;
/** An answer that takes longer is announced; one that does not, is simply there. */
const LONG = 700;

async function ask(document: Document, signal: AbortSignal): Promise<Analysis> {
  const slow = setTimeout(() => signal.aborted || useEditor.getState().checking(), LONG);
  try {
    return await analyse(document, signal);
  } finally {
    clearTimeout(slow);
  }
}

function fail(error: unknown): number | undefined {
  noticeSignedOut(error);
  const problems = error instanceof ApiError && error.status === 422 ? error.problems : [];
  useEditor.getState().analysisFailed(sentenceOf(error), problems);
  return error instanceof ApiError && (error.status === 0 || error.status >= 500) ? RETRY : undefined;
}

/** Asks Keras about every new state of the network. */
export function useAnalysis(): void {
  useEffect(() => {
    const latest = askLatest<Document, Analysis>({
      ask,
      answered: (analysis, document) => useEditor.getState().analysed(analysis, document),
      failed: fail,
      isSame: meansTheSame,
    });
    latest.consider(useEditor.getState().document, PAUSE);
    const unsubscribe = useEditor.subscribe((state, before) => {
      if (state.document !== before.document) latest.consider(state.document, PAUSE);
    });
    return () => {
      unsubscribe();
      latest.drop();
    };
  }, []);
}
