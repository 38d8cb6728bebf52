import { Table } from "@mantine/core";
import classes from "./own.module.css";
import type { Inspection } from "./queries";

const MOST_COLUMNS = 40;

/** The first rows of a table, as they stand in the file. */
export function FirstRows({ inspection }: { inspection: Inspection }) {
  const columns = inspection.columns.slice(0, MOST_COLUMNS);
  return (
    <Table.ScrollContainer
      minWidth={columns.length * 90}
      mah={340}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": "First rows" } }}
    >
      <Table striped fz="xs" stickyHeader className={classes.numbers}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ name }) => (
              <Table.Th scope="col" key={name} className={classes.cell}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {inspection.rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file never move
            <Table.Tr key={place}>
              {columns.map(({ name }, column) => (
                <Table.Td key={name} className={classes.cell}>
                  {row[column]}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
