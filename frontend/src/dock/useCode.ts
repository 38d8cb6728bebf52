import { useEffect, useState } from "react";
import { ApiError, answerAs, api, sentenceOf } from "@/api/client";
import type { components } from "@/api/schema";
import { askLatest } from "@/editor/latest";
import { meansTheSame, toWire } from "@/graph/document";
import { type EditorState, useEditor } from "@/graph/store";
import type { Document } from "@/graph/types";
import { useCodeOptions } from "@/verify/codeOptions";

export type Code = components["schemas"]["CodeOut"];
/** `failure` says why there is no code of the network as it stands. */
export type Written = { readonly code: Code | null; readonly of: Document | null; readonly failure: string | null };

const PAUSE = 60;
const UNSOLVED = "The code appears when the problems are solved. The Problems tab lists them.";

/** Why there is no code, in a sentence. The problems themselves stand under Problems. */
function failureOf(error: unknown): string {
  return error instanceof ApiError && error.status === 422 ? UNSOLVED : sentenceOf(error);
}

/** Whether Keras has been asked about the document as it stands, and found nothing wrong with it. */
function isSound({ document, analysedDocument, problems }: EditorState): boolean | null {
  if (!analysedDocument || !meansTheSame(analysedDocument, document)) return null;
  return ![...problems.values()].flat().some((problem) => problem.severity !== "warning");
}

/** Of someone else's network what is saved is written: readers send no documents. */
function write(document: Document, shapes: boolean, signal: AbortSignal): Promise<Code> {
  const { author, networkId } = useEditor.getState();
  if (author === null)
    return answerAs<Code>(api.POST("/api/code", { body: { document: toWire(document), shapes }, signal }));
  const params = { path: { network_id: networkId }, query: { shapes } };
  return answerAs<Code>(api.GET("/api/networks/{network_id}/code", { params, signal }));
}

/** The script of the network as it stands; the last one that could be written while there are problems. */
export function useCode(): Written {
  const [written, setWritten] = useState<Written>({ code: null, of: null, failure: null });
  const shapes = useCodeOptions((options) => options.shapes);
  useEffect(() => {
    const latest = askLatest<Document, Code>({
      ask: (document, signal) => write(document, shapes, signal),
      answered: (code, of) => setWritten({ code, of, failure: null }),
      failed: (error) => {
        setWritten((before) => ({ ...before, failure: failureOf(error) }));
        return undefined;
      },
      isSame: meansTheSame,
    });
    const consider = (state: EditorState) => {
      const sound = isSound(state);
      if (sound) latest.consider(state.document, PAUSE);
      else if (sound === false) {
        latest.drop();
        setWritten((before) => (before.failure === UNSOLVED ? before : { ...before, failure: UNSOLVED }));
      }
    };
    consider(useEditor.getState());
    const unsubscribe = useEditor.subscribe((now, before) => {
      if (now.document !== before.document || now.analysedDocument !== before.analysedDocument) consider(now);
    });
    return () => {
      unsubscribe();
      latest.drop();
    };
  }, [shapes]);
  return written;
}
