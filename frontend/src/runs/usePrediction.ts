import { useEffect, useState } from "react";

import { answerAs, api, sentenceOf } from "@/api/client";
import type { Looked, Prediction, PredictOut, Trained } from "./types";

export type Inputs = Record<string, unknown>;

interface Answered {
  predictions: Prediction[];
  /** Where the network looked, and in which inputs. */
  looked: { at: Looked; inputs: Inputs } | null;
  error: string | null;
}

const PAUSE_MS = 80;
const NONE: Answered = { predictions: [], looked: null, error: null };

/** What a run's model says of these inputs: asked shortly after they or it change, the newest answer wins. Null asks nothing. With
 * `looks`, also where the network looked. */
export function usePrediction({ id, ended }: Trained, inputs: Inputs | null, looks: boolean): Answered {
  const [answered, setAnswered] = useState<Answered>(NONE);
  const asked = inputs === null ? null : JSON.stringify(inputs);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a run that has ended again has another model
  useEffect(() => {
    if (asked === null) {
      setAnswered(NONE);
      return;
    }
    const leave = new AbortController();
    const timer = setTimeout(() => {
      predict(id, JSON.parse(asked) as Inputs, looks, leave.signal).then(
        (answer) => !leave.signal.aborted && setAnswered(answer),
        (error: unknown) => !leave.signal.aborted && setAnswered({ ...NONE, error: sentenceOf(error) }),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [id, ended, asked, looks]);
  return answered;
}

async function predict(run: string, inputs: Inputs, looks: boolean, signal: AbortSignal): Promise<Answered> {
  const { predictions, looked } = await answerAs<PredictOut>(
    api.POST("/api/runs/{run_id}/predict", {
      params: { path: { run_id: run } },
      body: { inputs, looked: looks },
      signal,
    }),
  );
  return { predictions, looked: looked ? { at: looked, inputs } : null, error: null };
}
