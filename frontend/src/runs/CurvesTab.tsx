import { Button, Group, SegmentedControl, SimpleGrid, Skeleton, Slider, Stack, Switch, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconFileTypeCsv, IconZoomReset } from "@tabler/icons-react";
import { useState } from "react";
import { historyCsv } from "./csv";
import type { ChartSettings } from "./curves";
import { saveText } from "./downloads";
import { HistoryTable } from "./HistoryTable";
import type { LiveRun, Snapshot } from "./liveRun";
import { MetricChart } from "./MetricChart";
import type { Zoom } from "./plotOptions";
import type { Axis } from "./series";
import { isOver } from "./states";

interface CurvesTabProps {
  live: LiveRun;
  snapshot: Snapshot;
  runName: string;
  /** What is to be known of the numbers. */
  children?: React.ReactNode;
}

const FIRST: ChartSettings = { axis: "epoch", smoothing: 0, logarithmic: false };

/** Loss and every metric, live. */
export function CurvesTab({ live, snapshot, runName, children }: CurvesTabProps) {
  const [settings, setSettings] = useLocalStorage<ChartSettings>({ key: "layerloom-curves", defaultValue: FIRST });
  const [zoom, setZoom] = useState<Zoom>(null);
  const [table, setTable] = useState(false);
  const change = (part: Partial<ChartSettings>) => {
    if (part.axis) setZoom(null);
    setSettings({ ...settings, ...part });
  };

  if (snapshot.metrics.length === 0) return <NoCurves snapshot={snapshot} />;
  return (
    <Stack gap="md">
      <Controls settings={settings} onChange={change}>
        <Switch label="Table" checked={table} onChange={(event) => setTable(event.currentTarget.checked)} />
        {zoom !== null && (
          <Button size="xs" leftSection={<IconZoomReset size={16} />} onClick={() => setZoom(null)}>
            Reset zoom
          </Button>
        )}
        <Button
          size="xs"
          leftSection={<IconFileTypeCsv size={16} />}
          onClick={() => saveText(historyCsv(live.history), `${runName}.csv`, "text/csv")}
        >
          Save as CSV
        </Button>
      </Controls>
      <SimpleGrid cols={{ base: 1, md: snapshot.metrics.length > 1 ? 2 : 1 }} spacing="md">
        {snapshot.metrics.map((metric) => (
          <MetricChart
            key={metric}
            live={live}
            runName={runName}
            metric={metric}
            settings={settings}
            zoom={zoom}
            onZoom={setZoom}
          />
        ))}
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        Drag across a chart to zoom in; double-click to see everything again. A value by batch is the mean of its epoch
        so far, as Keras reports it.
      </Text>
      {children}
      <HistoryTable live={live} epochs={snapshot.epochs} shown={table} />
    </Stack>
  );
}

interface ControlsProps {
  settings: ChartSettings;
  onChange: (part: Partial<ChartSettings>) => void;
  children: React.ReactNode;
}

function Controls({ settings, onChange, children }: ControlsProps) {
  return (
    <Group gap="lg" wrap="wrap" role="group" aria-label="How the curves are shown">
      <Group gap="xs">
        <Text size="sm" id="axis-label">
          Along
        </Text>
        <SegmentedControl
          size="xs"
          aria-labelledby="axis-label"
          value={settings.axis}
          onChange={(axis) => onChange({ axis: axis as Axis })}
          data={[
            { value: "epoch", label: "Epochs" },
            { value: "step", label: "Steps" },
            { value: "time", label: "Time" },
          ]}
        />
      </Group>
      <Group gap="xs">
        <Text size="sm">Smoothing</Text>
        <Slider
          w={120}
          min={0}
          max={0.98}
          step={0.02}
          value={settings.smoothing}
          onChange={(smoothing) => onChange({ smoothing })}
          label={(value) => value.toFixed(2)}
          thumbLabel="Smoothing"
        />
      </Group>
      <Switch
        label="Logarithmic"
        checked={settings.logarithmic}
        onChange={(event) => onChange({ logarithmic: event.currentTarget.checked })}
      />
      {children}
    </Group>
  );
}

function NoCurves({ snapshot }: { snapshot: Snapshot }) {
  const { state, line } = snapshot;
  if (line.kind === "ended" && line.reason !== null) return <Text>{line.reason}</Text>;
  if (state === null) return <Skeleton height={300} aria-label="The curves are being fetched" />;
  if (isOver(state)) return <Text c="dimmed">This run ended before its first batch, so there are no curves.</Text>;
  return (
    <Text c="dimmed" py="xl" ta="center">
      The curves appear with the first batch.{" "}
      {state === "queued" ? "The run is waiting for a free worker." : "The network is being built."}
    </Text>
  );
}
