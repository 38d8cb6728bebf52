import { Anchor, Table, Text } from "@mantine/core";
import { Link } from "react-router";
import { plural } from "@/graph/format";
import { ageText } from "@/home/age";
import { sweepLook } from "@/sweeps/sweepStates";
import { FoldButton } from "./FoldButton";
import { numberText } from "./numbers";
import type { Measure } from "./runsTable";
import { StateLabel } from "./StateBadge";
import type { RunListed } from "./types";

interface FoldedSweepProps {
  /** Its newest trial, which stands for it. */
  run: RunListed;
  folded: NonNullable<RunListed["folded"]>;
  /** How many of its trials a search finds; null where it finds all of it. */
  found: number | null;
  dataset: string;
  measures: readonly Measure[];
  isOpen: boolean;
  onToggle: () => void;
}

/** A sweep as one row of the table of all runs, with its best number. */
export function FoldedSweep({ run, folded, found, dataset, measures, isOpen, onToggle }: FoldedSweepProps) {
  const title = `${run.network_name}, ${folded.name}`;
  return (
    <Table.Tr>
      <Table.Td>
        <FoldButton title={title} trials={folded.trials} isOpen={isOpen} onToggle={onToggle} />
      </Table.Td>
      <Table.Td />
      <Table.Th scope="row" miw={220}>
        <Anchor component={Link} to={`/sweeps/${run.sweep}`} size="sm">
          {folded.name}
        </Anchor>
        <Text size="xs" c="dimmed" fw={400}>
          {run.network_name} · {dataset} · {plural(folded.trials, "trial")}
          {found !== null && `, ${found} with these words`}
        </Text>
      </Table.Th>
      <Table.Td>
        <StateLabel {...sweepLook(folded.state)} />
      </Table.Td>
      {measures.map(({ key, of }) => (
        <Table.Td key={key}>
          {numberText(of(run))}
          {key === folded.objective && folded.best !== null && (
            <Text size="xs" c="dimmed">
              its best
            </Text>
          )}
        </Table.Td>
      ))}
      <Table.Td>–</Table.Td>
      <Table.Td>{ageText(folded.made, Date.now())}</Table.Td>
    </Table.Tr>
  );
}
