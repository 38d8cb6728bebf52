import { Table, VisuallyHidden } from "@mantine/core";
import type { LiveRun } from "./liveRun";
import { durationText, metricTitle, numberText } from "./numbers";

interface HistoryTableProps {
  live: LiveRun;
  /** How many epochs there are: a new one draws the table again. */
  epochs: number;
  shown: boolean;
}

/** The numbers of every epoch; always there for screen readers, on screen when asked for. */
export function HistoryTable({ live, epochs, shown }: HistoryTableProps) {
  const table = <EpochTable live={live} epochs={epochs} />;
  return shown ? (
    <Table.ScrollContainer minWidth={500}>{table}</Table.ScrollContainer>
  ) : (
    <VisuallyHidden>{table}</VisuallyHidden>
  );
}

function EpochTable({ live, epochs }: Omit<HistoryTableProps, "shown">) {
  const columns = live.history.epochs;
  const names = [...columns.values.keys()];
  const rows = Array.from({ length: epochs }, (_, row) => row);
  return (
    <Table striped captionSide="top" style={{ fontVariantNumeric: "tabular-nums" }}>
      <Table.Caption>The numbers after each epoch</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Epoch</Table.Th>
          {names.map((name) => (
            <Table.Th scope="col" key={name}>
              {metricTitle(name)}
            </Table.Th>
          ))}
          <Table.Th scope="col">After</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={columns.step[row]}>
            <Table.Th scope="row">{columns.epoch[row]}</Table.Th>
            {names.map((name) => (
              <Table.Td key={name}>{numberText(columns.values.get(name)?.[row])}</Table.Td>
            ))}
            <Table.Td>{durationText(columns.at[row] ?? 0)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
