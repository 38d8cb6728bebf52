import {
  Button,
  Group,
  Paper,
  SegmentedControl,
  Select,
  Skeleton,
  Stack,
  Text,
  useComputedColorScheme,
} from "@mantine/core";
import { IconZoomReset } from "@tabler/icons-react";
import { useCallback, useRef, useState, useSyncExternalStore } from "react";
import { CurvePlot, type CurvePlotHandle } from "./CurvePlot";
import type { Value } from "./columns";
import { downloadPlot } from "./downloads";
import { lower, SaveMenu } from "./eyes/SaveMenu";
import { RATE } from "./history";
import { Legend, type LegendHandle } from "./Legend";
import { lineStyle } from "./lineStyles";
import type { LiveRun } from "./liveRun";
import { metricTitle, numberText } from "./numbers";
import type { Line, Zoom } from "./plotOptions";
import { AXIS_TITLES, type Axis, axisText, lastOf, type Series, seriesNumbers, seriesOf } from "./series";

/** One metric of several runs, a colour and a dash each. */
export function CompareChart({ lives, names }: { lives: readonly LiveRun[]; names: readonly string[] }) {
  const scheme = useComputedColorScheme("light");
  const plot = useRef<CurvePlotHandle>(null);
  const legend = useRef<LegendHandle>(null);
  const [axis, setAxis] = useState<Axis>("epoch");
  const [zoom, setZoom] = useState<Zoom>(null);
  const [wanted, setWanted] = useState("val_loss");
  const metrics = useMetrics(lives);
  const metric = metrics.includes(wanted) ? wanted : (metrics[0] ?? "");
  const lines = names.map((label, place): Line => ({ label, ...lineStyle(place, scheme), width: 2, dots: true }));
  const read = useCallback(() => lives.map((live) => lineOf(live, metric, axis)), [lives, metric, axis]);
  const watch = useCallback((listener: () => void) => watchAll(lives, listener), [lives]);
  const hover = useCallback(
    (x: number | null, values: Value[]) => legend.current?.show(x === null ? null : axisText(x, axis), values),
    [axis],
  );
  if (metrics.length === 0) return <Skeleton height={360} />;

  const title = metricTitle(metric);
  const savePlot = (file: string) => {
    const canvas = plot.current?.canvas();
    if (canvas) downloadPlot(canvas, { title, lines, scheme, file });
  };
  return (
    <Paper withBorder p="sm" pos="relative" component="section" aria-label="Curves">
      <Stack gap="xs">
        <Group gap="md">
          <Select
            aria-label="Metric"
            size="xs"
            w={260}
            allowDeselect={false}
            value={metric}
            onChange={(next) => setWanted(next ?? metric)}
            data={metrics.map((value) => ({ value, label: metricTitle(value) }))}
          />
          <SegmentedControl
            size="xs"
            aria-label="Along"
            value={axis}
            onChange={(next) => {
              setZoom(null);
              setAxis(next as Axis);
            }}
            data={[
              { value: "epoch", label: "Epochs" },
              { value: "step", label: "Steps" },
              { value: "time", label: "Time" },
            ]}
          />
          <SaveMenu
            title={`The curves of ${lower(title)}`}
            file={`Compare ${metric}`}
            numbers={() => seriesNumbers(AXIS_TITLES[axis], names, read())}
            savePlot={savePlot}
          />
          {zoom !== null && (
            <Button size="xs" leftSection={<IconZoomReset size={16} />} onClick={() => setZoom(null)}>
              Reset zoom
            </Button>
          )}
        </Group>
        <CurvePlot
          ref={plot}
          lines={lines}
          read={read}
          watch={watch}
          summary={summaryOf(lives, names, metric)}
          xTitle={AXIS_TITLES[axis]}
          logarithmic={false}
          sync="compare"
          zoom={zoom}
          onZoom={setZoom}
          onHover={hover}
          height={360}
        />
        <Legend ref={legend} lines={lines} />
        <Text size="xs" c="dimmed">
          A value an epoch. Drag to zoom in; double-click to see everything again.
        </Text>
      </Stack>
    </Paper>
  );
}

function lineOf(live: LiveRun, metric: string, axis: Axis): Series {
  const name = metric.replace(/^val_/, "");
  if (metric === RATE) return seriesOf(live.history, name, "points", axis);
  return seriesOf(live.history, name, metric === name ? "epochs" : "validation", axis);
}

function watchAll(lives: readonly LiveRun[], listener: () => void): () => void {
  const leaves = lives.map((live) => live.onData(listener));
  return () => {
    for (const leave of leaves) leave();
  };
}

/** The names of everything any of the runs reported after an epoch, validation first. */
function useMetrics(lives: readonly LiveRun[]): string[] {
  const subscribe = useCallback(
    (listener: () => void) => {
      const leaves = lives.map((live) => live.subscribe(listener));
      return () => {
        for (const leave of leaves) leave();
      };
    },
    [lives],
  );
  const key = useSyncExternalStore(subscribe, () =>
    [...new Set(lives.flatMap((live) => [...live.history.epochs.values.keys()]))].join(","),
  );
  const names = key === "" ? [] : key.split(",");
  return [...names.filter((name) => name.startsWith("val_")), ...names.filter((name) => !name.startsWith("val_"))];
}

function summaryOf(lives: readonly LiveRun[], names: readonly string[], metric: string): string {
  const parts = lives.map((live, place) => {
    const last = lastOf(live.history.epochs.values.get(metric) ?? []);
    return `${names[place]} ${last === null ? "has none" : numberText(last)}`;
  });
  return `${metricTitle(metric)} by run: ${parts.join("; ")}.`;
}
