import { useEffect } from "react";
import { ApiError, sentenceOf } from "@/api/client";
import { noticeSignedOut } from "@/app/session";
import { meansTheSame } from "@/graph/document";
import { useEditor } from "@/graph/store";
import type { Document } from "@/graph/types";
import { analyse } from "./network";

const PAUSE = 60;
const RETRY = 3_000;
/** An answer that takes longer is announced; one that does not, is simply there. */
const LONG = 700;

/** Asks Keras about every new state of the network: after a short pause, the latest only, older questions are dropped. */
export function useAnalysis(): void {
  useEffect(() => {
    let asked: Document | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let running: AbortController | null = null;

    async function ask(document: Document): Promise<void> {
      running?.abort();
      const controller = new AbortController();
      running = controller;
      asked = document;
      const slow = setTimeout(() => running === controller && useEditor.getState().checking(), LONG);
      try {
        const answer = await analyse(document, controller.signal);
        if (running === controller) useEditor.getState().analysed(answer);
      } catch (error) {
        if (running === controller && !controller.signal.aborted) fail(error, document);
      } finally {
        clearTimeout(slow);
      }
    }

    function fail(error: unknown, document: Document): void {
      noticeSignedOut(error);
      const problems = error instanceof ApiError && error.status === 422 ? error.problems : [];
      useEditor.getState().analysisFailed(sentenceOf(error), problems);
      if (error instanceof ApiError && (error.status === 0 || error.status >= 500)) {
        timer = setTimeout(() => void ask(document), RETRY);
      }
    }

    function consider(document: Document): void {
      if (asked && meansTheSame(asked, document)) return;
      clearTimeout(timer);
      timer = setTimeout(() => void ask(document), PAUSE);
    }

    consider(useEditor.getState().document);
    const unsubscribe = useEditor.subscribe((state, before) => {
      if (state.document !== before.document) consider(state.document);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
      running?.abort();
    };
  }, []);
}
