import { Stack, Table, Text } from "@mantine/core";
import type { Value } from "./columns";
import type { Snapshot } from "./liveRun";
import { metricTitle, numberText, percentText } from "./numbers";
import { isOver } from "./states";
import type { RunDetail, RunState } from "./types";
import { UnitsNote } from "./UnitsNote";

const WATCHED =
  " Without a validation split the looks under Inside are at held-out samples, too: settings that you choose by those looks are chosen by these samples.";

/** The numbers on data the network has never seen, beside those of the last epoch. */
export function EvaluationTab({ run, snapshot }: { run: RunDetail; snapshot: Snapshot }) {
  const evaluation: Record<string, Value> = { ...run.evaluation, ...snapshot.evaluation };
  const names = Object.keys(evaluation);
  if (names.length === 0) {
    return <Text c="dimmed">{emptyText(run, snapshot.state ?? run.state)}</Text>;
  }
  return (
    <Stack gap="sm" maw={720}>
      <Text size="sm">
        The network never learns from held-out samples, and is judged on them here at the end: that says how well it
        will do on new data.
        {run.eyes && run.document.training.validation_split === 0 && WATCHED}
      </Text>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Measure</Table.Th>
            <Table.Th scope="col">Held out</Table.Th>
            <Table.Th scope="col">Validation, last epoch</Table.Th>
            <Table.Th scope="col">Training, last epoch</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {names.map((name) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{metricTitle(name)}</Table.Th>
              <Table.Td fw={600}>{measureText(name, evaluation[name])}</Table.Td>
              <Table.Td>{measureText(name, run.summary[`val_${name}`])}</Table.Td>
              <Table.Td>{measureText(name, run.summary[name])}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <UnitsNote run={run} />
    </Stack>
  );
}

function emptyText(run: RunDetail, state: RunState): string {
  if (!isOver(state)) return "When training ends, the network is judged here on data it has never seen.";
  if (run.has_model) {
    return "This run was stopped, so its network was not judged. Predictions and Try it work with what it had learned.";
  }
  return "This run was not judged: it ended before its network was trained.";
}

/** Accuracies read best as percent; everything else as the number it is. */
function measureText(name: string, value: Value): string {
  return name.endsWith("accuracy") && typeof value === "number" ? percentText(value) : numberText(value);
}
