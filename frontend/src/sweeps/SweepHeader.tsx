import { Anchor, Button, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { IconPencilCheck } from "@tabler/icons-react";
import { Link } from "react-router";
import { metricTitle, numberText } from "@/runs/numbers";
import { StateLabel } from "@/runs/StateBadge";
import type { LineState } from "@/runs/socket";
import { SweepControls } from "./SweepControls";
import { endedTrials, isDone, sweepLook } from "./sweepStates";
import { takeValues } from "./takeValues";
import { valuesText } from "./trials";
import type { Sweep, SweepDetail } from "./types";

const METHOD: Readonly<Record<Sweep["method"], string>> = {
  grid: "by grid",
  random: "at random",
  optuna: "with Optuna",
};
const PRUNING: Readonly<Record<Sweep["pruning"], string>> = {
  none: "",
  median: ", pruned by the median",
  hyperband: ", pruned by Hyperband",
};

/** What the sweep searches, how far it has come, its best trial, and the buttons that pause and end it. */
export function SweepHeader({ sweep, line }: { sweep: SweepDetail; line: LineState }) {
  const best = sweep.trials.find(({ number }) => number === sweep.best);
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start">
        <div>
          <Anchor component={Link} to={`/networks/${sweep.network}`} size="sm">
            {sweep.document.name}
          </Anchor>
          <Group gap="sm">
            <Title order={1} size="h2">
              {sweep.name}
            </Title>
            <span role="status">
              <StateLabel {...sweepLook(sweep.state)} />
            </span>
          </Group>
        </div>
        <Group gap="xs">
          <SweepControls sweep={sweep} />
          {best && (
            <Button
              variant="filled"
              leftSection={<IconPencilCheck size={16} />}
              component={Link}
              to={`/networks/${sweep.network}`}
              onClick={() => takeValues(sweep, best)}
            >
              Use the best values
            </Button>
          )}
        </Group>
      </Group>
      <SweepProgress sweep={sweep} />
      {best && (
        <Text size="sm">
          {isDone(sweep) ? "Best" : "Best so far"}: trial {best.number} with {valuesText(best.values)}:{" "}
          {metricTitle(sweep.objective).toLowerCase()} {numberText(best.objective)}.
        </Text>
      )}
      <LineNote line={line} />
    </Stack>
  );
}

function SweepProgress({ sweep }: { sweep: Sweep }) {
  const ended = endedTrials(sweep);
  const goal = sweep.direction === "min" ? "smallest" : "largest";
  const names = sweep.fields.map(({ name }) => name).join(", ");
  const text = `${ended} of ${sweep.planned} trials done`;
  return (
    <Stack gap={4}>
      <Progress.Root size="sm">
        <Progress.Section
          value={sweep.planned > 0 ? (ended / sweep.planned) * 100 : 0}
          color={sweep.state === "failed" ? "red" : undefined}
          aria-label="Trials done"
          aria-valuetext={text}
        />
      </Progress.Root>
      <Text size="sm" c="dimmed" style={{ fontVariantNumeric: "tabular-nums" }}>
        {text}. Searches {names} {METHOD[sweep.method]} for the {goal} {metricTitle(sweep.objective).toLowerCase()}
        {PRUNING[sweep.pruning]}.
      </Text>
    </Stack>
  );
}

function LineNote({ line }: { line: LineState }) {
  if (line.kind === "reconnecting") {
    return (
      <Text size="sm" role="status">
        The line to the server is down. The sweep goes on; this page catches up when the line is back.
      </Text>
    );
  }
  return line.kind === "ended" && line.reason !== null ? <Text size="sm">{line.reason}</Text> : null;
}
