import { Anchor, Code, Stack, Table, Text } from "@mantine/core";
import { Link } from "react-router";
import { trainingSettings } from "./settings";
import type { RunDetail } from "./types";
import { useTitles } from "./useTitles";

/** The network and the settings as they were when this run was started. */
export function NetworkTab({ run }: { run: RunDetail }) {
  const titles = useTitles([run]);
  return (
    <Stack gap="md">
      <Text size="sm">
        This is the network as it was when the run was started; changes made{" "}
        <Anchor component={Link} to={`/networks/${run.network}`} underline="always">
          in the editor
        </Anchor>{" "}
        since then do not show here.
      </Text>
      <Table.ScrollContainer minWidth={560}>
        <Table captionSide="top">
          <Table.Caption ta="left" fw={600}>
            Layers
          </Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Name</Table.Th>
              <Table.Th scope="col">Layer</Table.Th>
              <Table.Th scope="col">Settings</Table.Th>
              <Table.Th scope="col">Fed by</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {run.document.nodes.map((node) => (
              <Table.Tr key={node.id}>
                <Table.Th scope="row">{node.id}</Table.Th>
                <Table.Td>{node.layer}</Table.Td>
                <Table.Td>
                  <Code>{configText(node.config ?? {})}</Code>
                </Table.Td>
                <Table.Td>{sourcesOf(run, node.id)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Table maw={560} captionSide="top">
        <Table.Caption ta="left" fw={600}>
          Training
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Setting</Table.Th>
            <Table.Th scope="col">Value</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[...trainingSettings(run.document, titles)].map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

function configText(config: Record<string, unknown>): string {
  return (
    Object.entries(config)
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join(", ") || "as Keras has it"
  );
}

function sourcesOf(run: RunDetail, node: string): string {
  const sources = run.document.edges.filter((edge) => edge.to[0] === node).toSorted((a, b) => a.to[2] - b.to[2]);
  return sources.map((edge) => edge.from[0]).join(", ") || "–";
}
