import { Group, Text, useComputedColorScheme } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { answerAs, api, sentenceOf } from "@/api/client";
import { useEditor } from "@/graph/store";
import type { KerasObject } from "@/graph/types";
import { CurvePlot, type CurvePlotHandle } from "@/runs/CurvePlot";
import { downloadPlot } from "@/runs/downloads";
import { SaveMenu } from "@/runs/eyes/SaveMenu";
import { lineStyle } from "@/runs/lineStyles";
import { numberText } from "@/runs/numbers";
import { type Series, seriesNumbers } from "@/runs/series";

type Points = readonly (readonly [number, number | null])[];

const TITLE = "Learning rate";
const NEVER = () => () => undefined;

async function fetchCurve(optimizer: KerasObject, epochs: number, steps: number): Promise<Points> {
  const { author, networkId } = useEditor.getState();
  if (author !== null) {
    const params = { path: { network_id: networkId }, query: { steps } };
    return (await answerAs<{ points: Points }>(api.GET("/api/networks/{network_id}/schedule", { params }))).points;
  }
  const body = { optimizer: { class_name: optimizer.class_name, config: optimizer.config }, epochs, steps };
  return (await answerAs<{ points: Points }>(api.POST("/api/schedule", { body } as never))).points;
}

function said(step: number | null, points: Points): string {
  const point = step === null ? undefined : points.find(([at]) => at === step);
  if (point) return `step ${point[0] + 1}: ${numberText(point[1])}`;
  const [first, last] = [points[0], points.at(-1)];
  return first && last ? `${numberText(first[1])} at first, ${numberText(last[1])} at the end` : "";
}

/** The learning rate over all the steps of the training, as Keras gives it. */
export function RateCurve({ optimizer, epochs, steps }: { optimizer: KerasObject; epochs: number; steps: number }) {
  const scheme = useComputedColorScheme("light");
  const plot = useRef<CurvePlotHandle>(null);
  const [step, setStep] = useState<number | null>(null);
  const { data: points = [], error } = useQuery({
    queryKey: ["schedule", optimizer, epochs, steps],
    queryFn: () => fetchCurve(optimizer, epochs, steps),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const read = useCallback(
    (): Series[] => [{ x: points.map(([at]) => at), y: points.map(([, rate]) => rate) }],
    [points],
  );
  const lines = useMemo(() => [{ label: "learning rate", ...lineStyle(0, scheme), width: 1.5, dots: false }], [scheme]);
  if (error) {
    return (
      <Text size="xs" c="dimmed">
        {sentenceOf(error)}
      </Text>
    );
  }
  const savePlot = (file: string) => {
    const canvas = plot.current?.canvas();
    if (canvas) downloadPlot(canvas, { title: TITLE, lines, scheme, file });
  };
  return (
    <div>
      <CurvePlot
        ref={plot}
        lines={lines}
        read={read}
        watch={NEVER}
        summary={`Learning rate over ${epochs * steps} steps: ${said(null, points)}`}
        xTitle="step"
        logarithmic={false}
        sync="rate"
        zoom={null}
        onZoom={() => undefined}
        onHover={(x) => setStep(x)}
        height={130}
      />
      <Group justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {said(step, points)}
        </Text>
        <SaveMenu
          title={TITLE}
          file={TITLE}
          numbers={() => seriesNumbers("step", ["learning rate"], read())}
          savePlot={savePlot}
        />
      </Group>
    </div>
  );
}
