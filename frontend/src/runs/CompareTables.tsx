import { Anchor, Group, Table, useComputedColorScheme } from "@mantine/core";
import { Link } from "react-router";
import { Swatch } from "./Legend";
import { lineStyle } from "./lineStyles";
import { metricTitle, numberText } from "./numbers";
import { StateBadge } from "./StateBadge";
import { differences } from "./settings";
import type { RunDetail } from "./types";
import { useTitles } from "./useTitles";

interface ComparedProps {
  runs: readonly RunDetail[];
  names: readonly string[];
}

/** The last numbers of each run, and those on held-out data. */
export function FinalNumbers({ runs, names }: ComparedProps) {
  const logs = [...new Set(runs.flatMap((run) => Object.keys(run.summary)))];
  const judged = [...new Set(runs.flatMap((run) => Object.keys(run.evaluation)))];
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table style={{ fontVariantNumeric: "tabular-nums" }}>
        <RunHeads runs={runs} names={names} first="Measure" />
        <Table.Tbody>
          <Table.Tr>
            <Table.Th scope="row">State</Table.Th>
            {runs.map((run) => (
              <Table.Td key={run.id}>
                <StateBadge state={run.state} place={run} />
              </Table.Td>
            ))}
          </Table.Tr>
          {judged.map((name) => (
            <NumbersRow
              key={name}
              title={`Held out: ${metricTitle(name).toLowerCase()}`}
              values={runs.map((run) => run.evaluation[name])}
            />
          ))}
          {logs.map((name) => (
            <NumbersRow key={name} title={metricTitle(name)} values={runs.map((run) => run.summary[name])} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function NumbersRow({ title, values }: { title: string; values: readonly (number | undefined)[] }) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{title}</Table.Th>
      {values.map((value, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column a run, in the order of the runs.
        <Table.Td key={place}>{numberText(value)}</Table.Td>
      ))}
    </Table.Tr>
  );
}

/** Settings and parameters that are not the same in every run. */
export function DifferencesTable({ runs, names }: ComparedProps) {
  const rows = differences(runs, useTitles(runs));
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table>
        <RunHeads runs={runs} names={names} first="Setting" />
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.name}>
              <Table.Th scope="row">{row.name}</Table.Th>
              {row.values.map((value, place) => (
                <Table.Td key={runs[place]?.id}>{value}</Table.Td>
              ))}
            </Table.Tr>
          ))}
          {rows.length === 0 && (
            <Table.Tr>
              <Table.Td colSpan={runs.length + 1}>
                These runs were started from the same network with the same settings.
              </Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function RunHeads({ runs, names, first }: ComparedProps & { first: string }) {
  const scheme = useComputedColorScheme("light");
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th scope="col">{first}</Table.Th>
        {runs.map((run, place) => (
          <Table.Th scope="col" key={run.id}>
            <Group gap={6} wrap="nowrap">
              <Swatch line={{ ...lineStyle(place, scheme), width: 2 }} />
              <Anchor component={Link} to={`/runs/${run.id}`} size="sm">
                {names[place]}
              </Anchor>
            </Group>
          </Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
  );
}
