import { ActionIcon, Anchor, Badge, Checkbox, Group, Table, Text, Title, Tooltip } from "@mantine/core";
import { IconPencilCheck } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { CompareButton } from "@/runs/CompareButton";
import { durationText, numberText } from "@/runs/numbers";
import { type Order, pressed } from "@/runs/runsTable";
import { SortHead } from "@/runs/SortHead";
import { StateLabel } from "@/runs/StateBadge";
import { trialLook } from "./sweepStates";
import classes from "./sweeps.module.css";
import { takeValues } from "./takeValues";
import { FIRST_ORDER, fieldKey, ordered, shortValue } from "./trials";
import type { SweepDetail, Trial } from "./types";

interface TrialsTableProps {
  sweep: SweepDetail;
  /** Those that are to be seen. */
  trials: readonly Trial[];
  ticked: readonly string[];
  pointed: number | null;
  onTick: (run: string) => void;
  onPoint: (trial: number | null) => void;
}

/** Every trial: what it set, what came of it, and its run. */
export function TrialsTable({ sweep, trials, ticked, pointed, onTick, onPoint }: TrialsTableProps) {
  const [order, setOrder] = useState<Order>(FIRST_ORDER);
  const head = (by: string, title: string) => (
    <SortHead
      key={by}
      title={title}
      sorted={order.by === by ? order.descending : null}
      onPress={() => setOrder(pressed(order, by))}
    />
  );
  return (
    <section aria-label="Trials">
      <Group justify="space-between" mb={4}>
        <Title order={2} size="h5">
          Trials
        </Title>
        <Group gap="sm">
          <Anchor size="sm" href={`/api/sweeps/${sweep.id}/table.csv`} download>
            Table (CSV)
          </Anchor>
          <CompareButton chosen={ticked} />
        </Group>
      </Group>
      <Table.ScrollContainer minWidth={640}>
        <Table verticalSpacing={4} className={classes.table} style={{ fontVariantNumeric: "tabular-nums" }}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Compare</Table.Th>
              {head("trial", "Trial")}
              {head("state", "State")}
              {sweep.fields.map(({ name }) => head(fieldKey(name), name))}
              {head("objective", sweep.objective)}
              {head("epoch", "Epochs")}
              {head("took", "Took")}
              {sweep.author === null && <Table.Th scope="col">Values</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {ordered(trials, order).map((trial) => (
              <Row
                key={trial.number}
                {...{ sweep, trial, onPoint }}
                isPointed={trial.number === pointed}
                isTicked={ticked.includes(trial.run)}
                onTick={() => onTick(trial.run)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {trials.length === 0 && (
        <Text size="sm" c="dimmed">
          {sweep.trials.length === 0 ? "The first trial is on its way." : "No trial goes through all that is kept."}
        </Text>
      )}
    </section>
  );
}

interface RowProps {
  sweep: SweepDetail;
  trial: Trial;
  isPointed: boolean;
  isTicked: boolean;
  onTick: () => void;
  onPoint: (trial: number | null) => void;
}

function Row({ sweep, trial, isPointed, isTicked, onTick, onPoint }: RowProps) {
  const { number, run, run_name, values, objective, epoch, epochs, seconds, note } = trial;
  const isBest = number === sweep.best;
  const use = `Use the values of trial ${number}`;
  return (
    <Table.Tr
      data-pointed={isPointed || undefined}
      onPointerEnter={() => onPoint(number)}
      onPointerLeave={() => onPoint(null)}
      onFocus={() => onPoint(number)}
      onBlur={() => onPoint(null)}
    >
      <Table.Td>
        <Checkbox aria-label={`Compare trial ${number}`} checked={isTicked} onChange={onTick} />
      </Table.Td>
      <Table.Th scope="row">
        <Anchor component={Link} to={`/runs/${run}`} size="sm" title={run_name}>
          Trial {number}
        </Anchor>
      </Table.Th>
      <Table.Td>
        <StateLabel {...trialLook(trial.state)} />
        {note && (
          <Text size="xs" className={classes.note}>
            {note}
          </Text>
        )}
      </Table.Td>
      {sweep.fields.map(({ name }) => (
        <Table.Td key={name}>{shortValue(values[name])}</Table.Td>
      ))}
      <Table.Td fw={isBest ? 700 : undefined}>
        <Group gap={6} wrap="nowrap">
          {objective === null ? "–" : numberText(objective)}
          {isBest && (
            <Badge size="sm" radius="sm" variant="default" tt="none">
              best
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td>
        {epoch} of {epochs}
      </Table.Td>
      <Table.Td>{seconds === null ? "–" : durationText(seconds)}</Table.Td>
      {sweep.author === null && (
        <Table.Td>
          <Tooltip label={use} position="left">
            <ActionIcon
              aria-label={use}
              component={Link}
              to={`/networks/${sweep.network}`}
              onClick={() => takeValues(sweep, trial)}
            >
              <IconPencilCheck size={17} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        </Table.Td>
      )}
    </Table.Tr>
  );
}
