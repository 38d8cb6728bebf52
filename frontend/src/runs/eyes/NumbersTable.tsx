import { Table, Text } from "@mantine/core";
import { csvOf, type Numbers } from "./numbers";

const MOST_ROWS = 200;

/** The numbers of a picture as a table that scrolls within its card; of very many rows the first. */
export function NumbersTable({ title, numbers }: { title: string; numbers: Numbers }) {
  const { head, rows } = numbers;
  return (
    <>
      <Table.ScrollContainer
        minWidth={head.length * 70}
        maxHeight={420}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": `The numbers of ${title}` } }}
      >
        <Table striped stickyHeader fz="xs" style={{ fontVariantNumeric: "tabular-nums" }}>
          <Table.Thead>
            <Table.Tr>
              {head.map((name) => (
                <Table.Th scope="col" key={name}>
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {keyed(rows.slice(0, MOST_ROWS)).map(([key, row]) => (
              <Table.Tr key={key}>
                {row.map((cell, place) => (
                  <Table.Td key={head[place]}>{cell ?? "–"}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {rows.length > MOST_ROWS && (
        <Text size="xs" c="dimmed" mt={4}>
          The first {MOST_ROWS} of {rows.length.toLocaleString("en")} rows; the CSV holds them all.
        </Text>
      )}
    </>
  );
}

/** Rows that may be equal, each with a key of its own. */
function keyed(rows: Numbers["rows"]): [string, Numbers["rows"][number]][] {
  return rows.map((row, place) => [`${place} ${csvOf({ head: [], rows: [row] })}`, row]);
}
