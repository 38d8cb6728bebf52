import { Group, Paper, Text, Title, useComputedColorScheme } from "@mantine/core";
import { useCallback, useRef } from "react";
import { CurvePlot, type CurvePlotHandle } from "./CurvePlot";
import type { Value } from "./columns";
import { type ChartSettings, metricLines, metricSeries, metricSummary } from "./curves";
import { downloadPlot } from "./downloads";
import { SaveMenu } from "./eyes/SaveMenu";
import { Legend, type LegendHandle } from "./Legend";
import type { LiveRun } from "./liveRun";
import { marksOf } from "./marks";
import { metricTitle } from "./numbers";
import type { Zoom } from "./plotOptions";
import { AXIS_TITLES, axisText, seriesNumbers } from "./series";

interface MetricChartProps {
  live: LiveRun;
  runName: string;
  metric: string;
  settings: ChartSettings;
  zoom: Zoom;
  onZoom: (zoom: Zoom) => void;
}

/** The curves of one metric: training by batch and by epoch, and validation. */
export function MetricChart({ live, runName, metric, settings, zoom, onZoom }: MetricChartProps) {
  const scheme = useComputedColorScheme("light");
  const plot = useRef<CurvePlotHandle>(null);
  const legend = useRef<LegendHandle>(null);
  const { axis, smoothing, logarithmic } = settings;
  const title = metricTitle(metric);
  const lines = metricLines(scheme, metric);
  const read = useCallback(
    () => metricSeries(live.history, metric, { axis, smoothing, logarithmic }),
    [live, metric, axis, smoothing, logarithmic],
  );
  const marks = useCallback(() => marksOf(live.history, axis), [live, axis]);
  const hover = useCallback(
    (x: number | null, values: Value[]) => legend.current?.show(x === null ? null : axisText(x, axis), values),
    [axis],
  );
  const savePlot = (file: string) => {
    const canvas = plot.current?.canvas();
    if (canvas) downloadPlot(canvas, { title: `${title}, ${runName}`, lines, scheme, file });
  };
  const numbers = () =>
    seriesNumbers(
      AXIS_TITLES[axis],
      lines.map(({ label }) => label),
      read(),
    );

  return (
    <Paper withBorder p="sm" pos="relative" component="section" aria-label={title} data-guide-chart={metric}>
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Title order={2} size="h5">
          {title}
        </Title>
        <SaveMenu title={title} file={`${runName} ${metric}`} numbers={numbers} savePlot={savePlot} />
      </Group>
      <CurvePlot
        ref={plot}
        lines={lines}
        read={read}
        watch={live.onData}
        summary={metricSummary(live.history, metric)}
        xTitle={AXIS_TITLES[axis]}
        logarithmic={logarithmic}
        sync={`run-${live.id}`}
        zoom={zoom}
        onZoom={onZoom}
        onHover={hover}
        marks={marks}
      />
      <Legend ref={legend} lines={lines} />
      {logarithmic && (
        <Text size="xs" c="dimmed" mt={4}>
          A logarithmic scale leaves out what is not above zero.
        </Text>
      )}
    </Paper>
  );
}
