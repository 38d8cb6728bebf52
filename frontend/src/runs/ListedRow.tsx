import { Anchor, Checkbox, Group, Pill, Table, Text } from "@mantine/core";
import { Link } from "react-router";
import { ageText } from "@/home/age";
import { durationText, numberText } from "./numbers";
import { PinButton } from "./PinButton";
import { type Measure, secondsOf } from "./runsTable";
import { StateBadge } from "./StateBadge";
import type { RunListed } from "./types";

interface ListedRowProps {
  run: RunListed;
  /** Whether it stands below its sweep. */
  isTrial: boolean;
  dataset: string;
  measures: readonly Measure[];
  ticked: boolean;
  onTick: () => void;
}

/** A run as a row of the table of all runs. */
export function ListedRow({ run, isTrial, dataset, measures, ticked, onTick }: ListedRowProps) {
  const seconds = secondsOf(run);
  const title = `${run.network_name}, ${run.name}`;
  return (
    <Table.Tr>
      <Table.Td>
        <Checkbox aria-label={`Compare ${title}`} checked={ticked} onChange={onTick} />
      </Table.Td>
      <Table.Td>
        <PinButton run={run} title={title} />
      </Table.Td>
      <Table.Th scope="row" miw={220} pl={isTrial ? "xl" : undefined}>
        <Anchor component={Link} to={`/runs/${run.id}`} size="sm">
          {run.name}
        </Anchor>
        <Text size="xs" c="dimmed" fw={400}>
          {run.network_name} · {dataset}
          {run.sweep !== null && !isTrial && (
            <>
              {" · "}
              <Anchor
                component={Link}
                to={`/sweeps/${run.sweep}`}
                inherit
                underline="always"
                aria-label={`${title}: its sweep`}
              >
                its sweep
              </Anchor>
            </>
          )}
        </Text>
        <Group gap={4}>
          {run.tags.map((tag) => (
            <Pill key={tag} size="xs">
              {tag}
            </Pill>
          ))}
        </Group>
      </Table.Th>
      <Table.Td>
        <StateBadge state={run.state} place={run} />
      </Table.Td>
      {measures.map(({ key, of }) => (
        <Table.Td key={key}>{numberText(of(run))}</Table.Td>
      ))}
      <Table.Td>{seconds === undefined ? "–" : durationText(seconds)}</Table.Td>
      <Table.Td>{ageText(run.made, Date.now())}</Table.Td>
    </Table.Tr>
  );
}
