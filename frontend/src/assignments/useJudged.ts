import { useEffect, useMemo, useState } from "react";
import { meansTheSame } from "@/graph/document";
import { type EditorState, useEditor } from "@/graph/store";
import { judgeRules } from "./queries";
import { unjudged } from "./standing";
import type { RuleResult, Work } from "./types";

/** Several changes in a row are judged as one. */
const PAUSE = 150;

/** What Keras says of the network as it stands; null while that is still being found out. */
function freshAnalysis({ analysis, analysedDocument, document }: EditorState) {
  return analysis && analysedDocument && meansTheSame(analysedDocument, document) ? analysis : null;
}

/** What comes of the rules of an assignment for the open network, as far as that needs no training; it follows the drawing. */
export function useJudged({ assignment, rules }: Pick<Work, "assignment" | "rules">): readonly RuleResult[] {
  const document = useEditor((state) => state.document);
  const analysis = useEditor(freshAnalysis);
  const [results, setResults] = useState<readonly RuleResult[] | null>(null);
  const count = rules.length;
  useEffect(() => {
    if (!analysis || count === 0) return;
    const abort = new AbortController();
    const { trainable, non_trainable, is_counted, layers } = analysis.totals;
    const known = {
      parameters: is_counted ? trainable + non_trainable : null,
      trainable: is_counted ? trainable : null,
      layers,
      problems: analysis.problems.map(({ message }) => message),
    };
    const timer = setTimeout(() => {
      judgeRules(assignment, document, known, abort.signal).then(setResults, () => undefined);
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [assignment, document, analysis, count]);
  const before = useMemo(() => unjudged(rules), [rules]);
  return results?.length === count ? results : before;
}
