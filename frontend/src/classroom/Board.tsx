import { Stack, Table, Text, Title } from "@mantine/core";
import { metricTitle } from "@/runs/numbers";
import type { Room } from "./wall";
import classes from "./wall.module.css";

type Ranking = Room["rankings"][number];

function RankingTable({ ranking }: { ranking: Ranking }) {
  return (
    <Stack gap={2}>
      <Title order={3} size="sm">
        {ranking.title}
      </Title>
      <Text size="xs" c="dimmed">
        {metricTitle(ranking.measure)}
      </Text>
      <Table verticalSpacing={3} aria-label={ranking.title}>
        <Table.Tbody>
          {ranking.rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of an anonymous board have nothing else to be told by
            <Table.Tr key={place} className={row.is_you ? classes.you : undefined}>
              <Table.Td w={32}>{row.place}</Table.Td>
              <Table.Td>{row.is_you ? `${row.name ?? "You"}${row.name ? " (you)" : ""}` : (row.name ?? "–")}</Table.Td>
              <Table.Td ta="right">{row.result}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

/** Who reached what; nothing while the board is off. */
export function Board({ room }: { room: Room }) {
  if (room.board === "off") return null;
  return (
    <Stack gap="md" component="section" aria-label="Leader board">
      <Title order={2} size="h4">
        Leader board
      </Title>
      {room.rankings.length === 0 && (
        <Text size="sm">Nobody has a result yet. It fills as runs end that validate on some of their data.</Text>
      )}
      {room.rankings.map((ranking) => (
        <RankingTable key={`${ranking.title} ${ranking.measure}`} ranking={ranking} />
      ))}
    </Stack>
  );
}
