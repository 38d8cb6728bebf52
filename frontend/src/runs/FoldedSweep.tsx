import { Anchor, Loader, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { sentenceOf } from "@/api/client";
import { plural } from "@/graph/format";
import { ageText } from "@/home/age";
import { sweepLook } from "@/sweeps/sweepStates";
import { FoldButton } from "./FoldButton";
import { numberText } from "./numbers";
import { trialsQuery } from "./queries";
import type { Measure } from "./runsTable";
import { StateLabel } from "./StateBadge";
import type { RunListed } from "./types";

interface FoldedSweepProps {
  /** Its newest trial, which stands for it. */
  run: RunListed;
  folded: NonNullable<RunListed["folded"]>;
  dataset: string;
  measures: readonly Measure[];
  children: (trials: readonly RunListed[]) => ReactNode;
}

/** A sweep as one row of the table of all runs, with its best number; its trials stand below it once it is opened. */
export function FoldedSweep({ run, folded, dataset, measures, children }: FoldedSweepProps) {
  const [isOpen, setOpen] = useState(false);
  const title = `${run.network_name}, ${folded.name}`;
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <FoldButton title={title} trials={folded.trials} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} />
        </Table.Td>
        <Table.Td />
        <Table.Th scope="row" miw={220}>
          <Anchor component={Link} to={`/sweeps/${run.sweep}`} size="sm">
            {folded.name}
          </Anchor>
          <Text size="xs" c="dimmed" fw={400}>
            {run.network_name} · {dataset} · {plural(folded.trials, "trial")}
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
        <Table.Td>{ageText(run.made, Date.now())}</Table.Td>
      </Table.Tr>
      {isOpen && (
        <Trials sweep={run.sweep ?? ""} columns={measures.length + 6}>
          {children}
        </Trials>
      )}
    </>
  );
}

interface TrialsProps {
  sweep: string;
  columns: number;
  children: (trials: readonly RunListed[]) => ReactNode;
}

function Trials({ sweep, columns, children }: TrialsProps) {
  const { data, error } = useQuery(trialsQuery(sweep));
  const left = data ? data.of - data.runs.length : 0;
  const note = error
    ? sentenceOf(error)
    : left > 0
      ? `${plural(left, "more trial")} stand on the page of the sweep.`
      : null;
  return (
    <>
      {data && children(data.runs.filter((run) => !run.pinned))}
      {(!data || note) && (
        <Table.Tr>
          <Table.Td colSpan={columns}>
            {note ? <Text size="sm">{note}</Text> : <Loader size="xs" aria-label="The trials are being fetched" />}
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}
