import { Anchor, Progress, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { ageText } from "@/home/age";
import { numberText } from "@/runs/numbers";
import classes from "@/runs/runs.module.css";
import { StateLabel } from "@/runs/StateBadge";
import { sweepsQuery } from "./queries";
import { endedTrials, sweepLook } from "./sweepStates";
import { valuesText } from "./trials";
import type { Sweep } from "./types";
import { useLiveSweep } from "./useLiveSweep";

/** The sweeps of a network, newest first; those under way are followed live. */
export function SweepsList({ networkId }: { networkId: string }) {
  const { data: sweeps } = useQuery(sweepsQuery(networkId));
  if (!sweeps?.length) return null;
  return (
    <Stack gap={2}>
      <Title order={2} size="h6">
        Sweeps
      </Title>
      <Table.ScrollContainer minWidth={560}>
        <Table verticalSpacing={4} highlightOnHover className={classes.list}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Sweep</Table.Th>
              <Table.Th scope="col">State</Table.Th>
              <Table.Th scope="col">Trials</Table.Th>
              <Table.Th scope="col">Best</Table.Th>
              <Table.Th scope="col">Made</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sweeps.map((sweep) => (
              <Row key={sweep.id} sweep={sweep} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

function Row({ sweep }: { sweep: Sweep }) {
  useLiveSweep(sweep);
  const ended = endedTrials(sweep);
  const best = sweep.trials.find(({ number }) => number === sweep.best);
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Anchor component={Link} to={`/sweeps/${sweep.id}`} size="sm">
          {sweep.name}
        </Anchor>
      </Table.Th>
      <Table.Td>
        <StateLabel {...sweepLook(sweep.state)} />
      </Table.Td>
      <Table.Td miw={110}>
        <Text size="xs">
          {ended} of {sweep.planned}
        </Text>
        <Progress
          value={(ended / Math.max(1, sweep.planned)) * 100}
          size="xs"
          aria-label={`Trials of ${sweep.name} done`}
        />
      </Table.Td>
      <Table.Td>
        <Text size="xs">
          {best ? `${sweep.objective} ${numberText(best.objective)} with ${valuesText(best.values)}` : "–"}
        </Text>
      </Table.Td>
      <Table.Td>{ageText(sweep.made, Date.now())}</Table.Td>
    </Table.Tr>
  );
}
