import { Table } from "@mantine/core";
import classes from "./datasets.module.css";

/** How a target is spread: a bar a class, or a bar a range of values. */
export function BalanceBars({
  balance,
  heading,
}: {
  balance: readonly (readonly [string, number])[];
  heading: string;
}) {
  const most = Math.max(1, ...balance.map(([, count]) => count));
  return (
    <Table withRowBorders={false} verticalSpacing={3} className={classes.numbers}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col" w="1%" style={{ whiteSpace: "nowrap" }}>
            {heading}
          </Table.Th>
          <Table.Th scope="col" colSpan={2}>
            Samples
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {balance.map(([name, count]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400} style={{ whiteSpace: "nowrap" }}>
              {name}
            </Table.Th>
            <Table.Td w="1%" ta="right">
              {count.toLocaleString("en")}
            </Table.Td>
            <Table.Td>
              <div className={classes.bar} style={{ width: `${(count / most) * 100}%` }} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
