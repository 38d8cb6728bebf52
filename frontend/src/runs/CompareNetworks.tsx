import { Badge, Group, Select, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import { PictureCard } from "./eyes/PictureCard";
import { type Change, differenceText, graphDifference, type Pair } from "./graphDifference";
import { NetworkPicture } from "./NetworkPicture";
import type { Difference } from "./settings";
import type { RunDetail } from "./types";

const COLORS: Record<Change, string> = { same: "gray", added: "teal", removed: "red", changed: "orange" };
const MOST_ROWS = 200;

/** The networks of two runs side by side, with what was added, removed and changed. */
export function CompareNetworks({ runs, names }: { runs: readonly RunDetail[]; names: readonly string[] }) {
  const [first, setFirst] = useState("0");
  const [second, setSecond] = useState("1");
  const [before, after] = [runs[Number(first)], runs[Number(second)]];
  if (!before || !after) return null;
  const found = graphDifference(before.document, after.document);
  const options = names.map((label, place) => ({ value: String(place), label }));
  const choice = (label: string, value: string, choose: (next: string) => void) => (
    <Select
      size="xs"
      label={label}
      data={options}
      value={value}
      allowDeselect={false}
      onChange={(next) => choose(next ?? value)}
    />
  );
  return (
    <Stack gap="sm">
      {runs.length > 2 && (
        <Group gap="sm">
          {choice("Before", first, setFirst)}
          {choice("After", second, setSecond)}
        </Group>
      )}
      <Text size="sm">{differenceText(found)}</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Side run={before} name={names[Number(first)] ?? ""} changes={found.before} />
        <Side run={after} name={names[Number(second)] ?? ""} changes={found.after} />
      </SimpleGrid>
      <ChangesTable pairs={found.pairs.filter((pair) => pair.change !== "same")} whole={found.whole} />
    </Stack>
  );
}

function Side({ run, name, changes }: { run: RunDetail; name: string; changes: ReadonlyMap<string, Change> }) {
  const title = `The network of ${name}`;
  return (
    <PictureCard
      title={title}
      file={title}
      numbers={() => ({
        head: ["name", "layer", "change"],
        rows: run.document.nodes.map((node) => [node.id, node.layer, changes.get(node.id) ?? "same"]),
      })}
    >
      {() => <NetworkPicture network={run.document} changes={changes} label={title} />}
    </PictureCard>
  );
}

function ChangesTable({ pairs, whole }: { pairs: readonly Pair[]; whole: readonly Difference[] }) {
  if (pairs.length + whole.length === 0) return null;
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Layer</Table.Th>
            <Table.Th scope="col">Change</Table.Th>
            <Table.Th scope="col">Before → after</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {whole.map(({ name, values: [old, now] }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td>
                <ChangeBadge change="changed" />
              </Table.Td>
              <Table.Td>
                {old} → {now}
              </Table.Td>
            </Table.Tr>
          ))}
          {pairs.slice(0, MOST_ROWS).map((pair) => (
            <ChangeRow key={`${pair.within} ${pair.before?.id} ${pair.after?.id}`} pair={pair} />
          ))}
        </Table.Tbody>
        {pairs.length > MOST_ROWS && (
          <Table.Caption>
            The first {MOST_ROWS} of {pairs.length.toLocaleString("en")} layers that differ.
          </Table.Caption>
        )}
      </Table>
    </Table.ScrollContainer>
  );
}

function ChangeRow({ pair }: { pair: Pair }) {
  const node = pair.after ?? pair.before;
  return (
    <Table.Tr>
      <Table.Th scope="row">
        {pair.within !== null && `${pair.within} › `}
        {node?.id}{" "}
        <Text span size="xs" c="dimmed" fw={400}>
          {node?.layer}
        </Text>
      </Table.Th>
      <Table.Td>
        <ChangeBadge change={pair.change} />
      </Table.Td>
      <Table.Td>
        {pair.details.map(({ name, values: [old, now] }) => (
          <Text size="sm" key={name}>
            {name}: {old} → {now}
          </Text>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}

function ChangeBadge({ change }: { change: Change }) {
  return (
    <Badge color={COLORS[change]} variant="light" tt="none">
      {change}
    </Badge>
  );
}
