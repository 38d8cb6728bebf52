import { useCallback, useEffect, useRef, useState } from "react";
import { answerAs, api, sentenceOf } from "@/api/client";
import type { components } from "@/api/schema";
import { askLatest, type Latest } from "@/editor/latest";
import { completeDocument, equalJson, meansTheSame, toWire } from "@/graph/document";
import { settleFresh } from "@/graph/insert";
import { useEditor } from "@/graph/store";
import type { Document } from "@/graph/types";
import { type LinesOfNodes, markedLine } from "./codeLines";

type CodeRead = components["schemas"]["CodeRead"];

export type Fault = { readonly line: number; readonly message: string };
/** A text that someone typed: `isRead` once the canvas shows what it says; `faults` where it cannot be read. */
export type Typed = {
  readonly text: string;
  readonly isRead: boolean;
  readonly faults: readonly Fault[];
  readonly lines: LinesOfNodes | null;
};

const PAUSE = 450;

function faultsOf({ document, report }: CodeRead): readonly Fault[] {
  if (document) return [];
  return report.map(({ line, message }) => ({ line: markedLine(message, line ?? 1), message }));
}

/** What is typed over the generated code, and the canvas that follows it; null while nothing is. */
export function useTyped(): { typed: Typed | null; type: (text: string) => void; tidy: () => void } {
  const [typed, setTyped] = useState<Typed | null>(null);
  const asking = useRef<Latest<string> | null>(null);
  const sent = useRef<Document | null>(null);
  const shown = useRef<Document | null>(null);

  useEffect(() => {
    const latest = askLatest<string, CodeRead>({
      ask: (source, signal) => {
        const { document } = useEditor.getState();
        sent.current = document;
        const body = { source, document: toWire(document) };
        return answerAs<CodeRead>(api.POST("/api/read-code", { body, signal }));
      },
      answered: (answer, text) => {
        const { document: open, edit } = useEditor.getState();
        if (open !== sent.current) {
          latest.consider(text, 0);
          return;
        }
        const complete = answer.document && settleFresh(open, completeDocument(answer.document));
        shown.current = complete && (equalJson(complete, open) ? open : complete);
        if (complete && shown.current === complete) edit("Type code", () => complete);
        const faults = faultsOf(answer);
        setTyped((now) =>
          now?.text === text ? { text, isRead: !!answer.document, faults, lines: answer.lines } : now,
        );
      },
      failed: (error, text) => {
        const faults = [{ line: 1, message: sentenceOf(error) }];
        setTyped((now) => (now?.text === text ? { ...now, isRead: false, faults } : now));
        return undefined;
      },
      isSame: () => false,
    });
    asking.current = latest;
    return () => latest.drop();
  }, []);

  const tidy = useCallback(() => {
    asking.current?.drop();
    shown.current = null;
    setTyped(null);
  }, []);

  const type = useCallback((text: string) => {
    setTyped((now) => ({ text, isRead: false, faults: now?.faults ?? [], lines: now?.lines ?? null }));
    asking.current?.consider(text, PAUSE);
  }, []);

  // What the canvas says after it was changed by other means is the last word, where the text was read to its end.
  useEffect(
    () =>
      useEditor.subscribe((now, before) => {
        if (now.document === before.document || !shown.current) return;
        if (!meansTheSame(now.document, shown.current)) tidy();
      }),
    [tidy],
  );

  return { typed, type, tidy };
}
