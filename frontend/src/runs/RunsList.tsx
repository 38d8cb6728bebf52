import { Anchor, Checkbox, Group, Progress, Skeleton, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { sentenceOf } from "@/api/client";
import { SeriesLine } from "@/datasets/SeriesLine";
import { useEditor } from "@/graph/store";
import { sweepsQuery } from "@/sweeps/queries";
import { SweepRow } from "@/sweeps/SweepRow";
import { CompareButton } from "./CompareButton";
import { RATE } from "./history";
import type { LiveRun } from "./liveRun";
import { NoRuns } from "./NoRuns";
import { durationText, metricTitle, numberText } from "./numbers";
import { PinButton } from "./PinButton";
import { runsQuery } from "./queries";
import classes from "./runs.module.css";
import { rowsOf, secondsOf } from "./runsTable";
import { StateBadge } from "./StateBadge";
import { isOver } from "./states";
import { toggled } from "./ticked";
import type { Run } from "./types";
import { useLiveRuns, useSnapshot } from "./useLiveRun";

/** The runs of a network, newest first; those under way are followed live. A sweep is one row that opens. Two or more can be compared. */
export function RunsList({ networkId }: { networkId: string }) {
  const { data: runs, error } = useQuery(runsQuery(networkId));
  const { data: sweeps, error: sweepsError } = useQuery(sweepsQuery(networkId));
  const isReading = useEditor((state) => state.author !== null);
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [opened, setOpened] = useState<readonly string[]>([]);
  const missed = sweeps ? null : sweepsError;
  const rows = runs && (sweeps || missed) ? rowsOf(runs, sweeps ?? [], opened) : null;
  const lives = useLiveRuns((rows ?? []).flatMap(({ run }) => (run && !isOver(run.state) ? [run] : [])));
  if (error && !runs) return <Text p="md">{sentenceOf(error)}</Text>;
  if (!runs || !rows) return <Skeleton height={120} m="md" />;
  if (rows.length === 0 && !missed) return <NoRuns isReading={isReading} />;

  const chosen = runs.filter((run) => ticked.includes(run.id)).map((run) => run.id);
  const row = (run: Run, isTrial: boolean) => (
    <Row
      key={run.id}
      run={run}
      isTrial={isTrial}
      live={lives.find((live) => live.id === run.id)}
      ticked={ticked.includes(run.id)}
      onTick={() => setTicked(toggled(ticked, run.id))}
    />
  );
  return (
    <Stack gap="xs">
      {missed && (
        <Text size="sm" role="alert">
          The sweeps could not be fetched, so their trials stand by themselves. {sentenceOf(missed)}
        </Text>
      )}
      <RunsTable chosen={chosen.reverse()}>
        {rows.map(({ run, sweep, isTrial }) =>
          sweep ? (
            <SweepRow
              key={sweep.id}
              sweep={sweep}
              hasPins={!isReading}
              isOpen={opened.includes(sweep.id)}
              onToggle={() => setOpened(toggled(opened, sweep.id))}
            />
          ) : (
            run && row(run, isTrial)
          ),
        )}
      </RunsTable>
    </Stack>
  );
}

/** The table of runs and sweeps, and what can be done with those that are ticked. */
function RunsTable({ chosen, children }: { chosen: readonly string[]; children: ReactNode }) {
  const isReading = useEditor((state) => state.author !== null);
  return (
    <>
      <Group gap="sm" justify="space-between">
        <Text size="sm" c="dimmed">
          {chosen.length < 2
            ? "Tick two or more runs to lay their curves over each other."
            : `${chosen.length} runs ticked.`}
        </Text>
        <CompareButton chosen={chosen} />
      </Group>
      <Table.ScrollContainer minWidth={640}>
        <Table verticalSpacing={4} highlightOnHover className={classes.list}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Compare</Table.Th>
              {!isReading && <Table.Th scope="col">Pin</Table.Th>}
              <Table.Th scope="col">Run</Table.Th>
              <Table.Th scope="col">State</Table.Th>
              <Table.Th scope="col">Last numbers</Table.Th>
              <Table.Th scope="col">Loss by epoch</Table.Th>
              <Table.Th scope="col">Took</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{children}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}

interface RowProps {
  run: Run;
  /** Whether it stands below its sweep. */
  isTrial: boolean;
  live: LiveRun | undefined;
  ticked: boolean;
  onTick: () => void;
}

function Row({ run, isTrial, live, ticked, onTick }: RowProps) {
  const isReading = useEditor((state) => state.author !== null);
  return (
    <Table.Tr>
      <Table.Td>
        <Checkbox aria-label={`Compare ${run.name}`} checked={ticked} onChange={onTick} />
      </Table.Td>
      {!isReading && (
        <Table.Td>
          <PinButton run={run} title={run.name} />
        </Table.Td>
      )}
      <Table.Th scope="row" {...(isTrial && { pl: "xl", miw: 220, style: { whiteSpace: "normal" } })}>
        <Anchor component={Link} to={`/runs/${run.id}`} size="sm">
          {run.name}
        </Anchor>
      </Table.Th>
      {live ? <LiveCells run={run} live={live} /> : <KeptCells run={run} />}
      <Table.Td>{tookText(run)}</Table.Td>
    </Table.Tr>
  );
}

function LiveCells({ run, live }: { run: Run; live: LiveRun }) {
  const { state, position, wait, pace, epochs } = useSnapshot(live);
  const history = live.history;
  const last = epochs > 0 ? history.epochs.last() : history.points.last();
  const losses = history.epochs.values.get("val_loss") ?? history.epochs.values.get("loss") ?? [];
  return (
    <>
      <Table.Td>
        <StateBadge state={state ?? run.state} place={state === null ? run : { position, wait }} />
        {pace && <Progress value={pace.done * 100} size="xs" mt={4} aria-label={`Epochs of ${run.name} trained`} />}
      </Table.Td>
      <Table.Td>
        <Numbers logs={last} />
      </Table.Td>
      <Table.Td>
        <Spark values={losses.filter((value) => typeof value === "number")} />
      </Table.Td>
    </>
  );
}

function KeptCells({ run }: { run: Run }) {
  return (
    <>
      <Table.Td>
        <StateBadge state={run.state} place={run} />
        {run.failure && (
          <Text size="xs" mt={2} maw={280}>
            {run.failure.message}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Numbers logs={run.summary} />
      </Table.Td>
      <Table.Td>
        <Spark values={run.spark} />
      </Table.Td>
    </>
  );
}

const MOST_NUMBERS = 3;

/** The numbers that tell most: those of validation, where there are any. */
function Numbers({ logs }: { logs: Record<string, number | null> }) {
  const names = Object.keys(logs).filter((name) => name !== RATE);
  const validation = names.filter((name) => name.startsWith("val_"));
  const shown = (validation.length > 0 ? validation : names).slice(0, MOST_NUMBERS);
  return (
    <Text size="xs" style={{ fontVariantNumeric: "tabular-nums" }}>
      {shown.map((name) => `${metricTitle(name)} ${numberText(logs[name])}`).join(" · ") || "–"}
    </Text>
  );
}

function Spark({ values }: { values: readonly number[] }) {
  return values.length > 1 ? <SeriesLine values={values} width={96} height={24} label="" /> : null;
}

function tookText(run: Run): string {
  const seconds = secondsOf(run);
  return seconds === undefined ? "–" : durationText(seconds);
}
