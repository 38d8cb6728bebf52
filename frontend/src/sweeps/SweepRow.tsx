import { Anchor, Progress, Table, Text } from "@mantine/core";
import { Link } from "react-router";
import { FoldButton } from "@/runs/FoldButton";
import { numberText } from "@/runs/numbers";
import { StateLabel } from "@/runs/StateBadge";
import { endedTrials, sweepLook } from "./sweepStates";
import { valuesText } from "./trials";
import type { Sweep } from "./types";
import { useLiveSweep } from "./useLiveSweep";

interface SweepRowProps {
  sweep: Sweep;
  isOpen: boolean;
  onToggle: () => void;
  /** Whether the table has a column of pins. */
  hasPins: boolean;
}

/** A sweep as one row of the runs of its network, followed live while it goes on: how far it is, and its best trial. */
export function SweepRow({ sweep, isOpen, onToggle, hasPins }: SweepRowProps) {
  useLiveSweep(sweep);
  const ended = endedTrials(sweep);
  const best = sweep.trials.find(({ number }) => number === sweep.best);
  return (
    <Table.Tr>
      <Table.Td>
        <FoldButton title={sweep.name} trials={sweep.trials.length} isOpen={isOpen} onToggle={onToggle} />
      </Table.Td>
      {hasPins && <Table.Td />}
      <Table.Th scope="row">
        <Anchor component={Link} to={`/sweeps/${sweep.id}`} size="sm">
          {sweep.name}
        </Anchor>
      </Table.Th>
      <Table.Td>
        <StateLabel {...sweepLook(sweep.state)} />
      </Table.Td>
      <Table.Td>
        <Text size="xs" style={{ fontVariantNumeric: "tabular-nums" }}>
          {best ? `Best ${sweep.objective} ${numberText(best.objective)} with ${valuesText(best.values)}` : "–"}
        </Text>
      </Table.Td>
      <Table.Td miw={110}>
        <Text size="xs">
          {ended} of {sweep.planned} trials
        </Text>
        <Progress
          value={(ended / Math.max(1, sweep.planned)) * 100}
          size="xs"
          aria-label={`Trials of ${sweep.name} done`}
        />
      </Table.Td>
      <Table.Td>–</Table.Td>
    </Table.Tr>
  );
}
