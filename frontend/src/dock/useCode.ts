import { useEffect, useState } from "react";
import { ApiError, answerAs, api, sentenceOf } from "@/api/client";
import type { components } from "@/api/schema";
import { meansTheSame, toWire } from "@/graph/document";
import { useEditor } from "@/graph/store";
import type { Document } from "@/graph/types";
import { useCodeOptions } from "@/verify/codeOptions";

export type Code = components["schemas"]["CodeOut"];

const PAUSE = 200;

/** Why there is no code, in a sentence. The problems themselves stand under Problems. */
function failureOf(error: unknown): string {
  const isWrong = error instanceof ApiError && error.status === 422;
  return isWrong ? "The code appears when the problems are solved. The Problems tab lists them." : sentenceOf(error);
}

/** The script of the network as it stands; the last one that could be written while there are problems. */
export function useCode(): { code: Code | null; failure: string | null } {
  const [state, setState] = useState<{ code: Code | null; failure: string | null }>({ code: null, failure: null });
  const shapes = useCodeOptions((options) => options.shapes);
  useEffect(() => {
    let asked: Document | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let running: AbortController | null = null;

    async function ask(document: Document): Promise<void> {
      running?.abort();
      const controller = new AbortController();
      running = controller;
      asked = document;
      try {
        const request = api.POST("/api/code", {
          body: { document: toWire(document), shapes },
          signal: controller.signal,
        });
        const code = await answerAs<Code>(request);
        if (running === controller) setState({ code, failure: null });
      } catch (error) {
        if (running === controller && !controller.signal.aborted)
          setState((before) => ({ ...before, failure: failureOf(error) }));
      }
    }

    function consider(document: Document, pause: number): void {
      if (asked && meansTheSame(asked, document)) return;
      clearTimeout(timer);
      timer = setTimeout(() => void ask(document), pause);
    }

    consider(useEditor.getState().document, 0);
    const unsubscribe = useEditor.subscribe((now, before) => {
      if (now.document !== before.document) consider(now.document, PAUSE);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
      running?.abort();
    };
  }, [shapes]);
  return state;
}
