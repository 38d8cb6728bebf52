import { useEffect, useState } from "react";

import { answerAs, api, sentenceOf } from "@/api/client";
import type { Prediction } from "./types";

export type Inputs = Record<string, unknown>;

interface Answered {
  predictions: Prediction[];
  error: string | null;
}

const PAUSE_MS = 80;
const NONE: Answered = { predictions: [], error: null };

/** What a run's model says of these inputs: asked shortly after they change, the newest answer wins. Null asks nothing. */
export function usePrediction(run: string, inputs: Inputs | null): Answered {
  const [answered, setAnswered] = useState<Answered>(NONE);
  const asked = inputs === null ? null : JSON.stringify(inputs);

  useEffect(() => {
    if (asked === null) {
      setAnswered(NONE);
      return;
    }
    const leave = new AbortController();
    const timer = setTimeout(() => {
      predict(run, asked, leave.signal).then(
        (predictions) => !leave.signal.aborted && setAnswered({ predictions, error: null }),
        (error: unknown) => !leave.signal.aborted && setAnswered({ predictions: [], error: sentenceOf(error) }),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [run, asked]);
  return answered;
}

async function predict(run: string, asked: string, signal: AbortSignal): Promise<Prediction[]> {
  const inputs = JSON.parse(asked) as Inputs;
  const answer = await answerAs<{ predictions: Prediction[] }>(
    api.POST("/api/runs/{run_id}/predict", { params: { path: { run_id: run } }, body: { inputs }, signal }),
  );
  return answer.predictions;
}
