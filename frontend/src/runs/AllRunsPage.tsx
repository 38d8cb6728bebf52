import {
  Anchor,
  Button,
  Checkbox,
  Container,
  Group,
  Pill,
  Skeleton,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import { ageText } from "@/home/age";
import { CompareButton } from "./CompareButton";
import { FoldedSweep } from "./FoldedSweep";
import { NoRuns } from "./NoRuns";
import { durationText, numberText } from "./numbers";
import { PinButton } from "./PinButton";
import { allRunsQuery } from "./queries";
import {
  asRow,
  distinct,
  found,
  keyOf,
  type Measure,
  measuresOf,
  NEWEST,
  type Order,
  ordered,
  pressed,
  secondsOf,
} from "./runsTable";
import { SortHead } from "./SortHead";
import { StateBadge } from "./StateBadge";
import { toggled } from "./ticked";
import type { RunListed } from "./types";
import { useListedTitles } from "./useTitles";

/** Every run of every network, sortable by any of its numbers; a sweep is one row that opens. */
export function AllRunsPage() {
  const pages = useInfiniteQuery(allRunsQuery);
  const { data, error, refetch } = pages;
  const runs = data && distinct(data.pages.flatMap((page) => page.runs));
  if (error && !runs) {
    return <ErrorMessage title="The runs could not be fetched" error={error} onRetry={() => void refetch()} />;
  }
  return (
    <Container size="xl" py="md">
      <title>Runs · Layerloom</title>
      <Stack gap="md">
        <Title order={1} size="h2">
          Runs
        </Title>
        {!runs && <Skeleton height={240} />}
        {runs?.length === 0 && <NoRuns />}
        {runs && runs.length > 0 && <Runs runs={runs} />}
        {runs && pages.hasNextPage && (
          <MoreRuns
            shown={runs.length}
            of={data?.pages[0]?.of ?? 0}
            onMore={() => void pages.fetchNextPage()}
            isLoading={pages.isFetchingNextPage}
          />
        )}
      </Stack>
    </Container>
  );
}

interface MoreRunsProps {
  shown: number;
  of: number;
  onMore: () => void;
  isLoading: boolean;
}

/** Says that there are more runs than are shown, and fetches them. */
function MoreRuns({ shown, of, onMore, isLoading }: MoreRunsProps) {
  return (
    <Group gap="sm">
      <Text size="sm">
        These are the pinned and the newest {shown.toLocaleString("en")} of {of.toLocaleString("en")} runs and sweeps;
        the order and the search go over these alone.
      </Text>
      <Button size="xs" onClick={onMore} loading={isLoading}>
        Show more
      </Button>
    </Group>
  );
}

function Runs({ runs }: { runs: readonly RunListed[] }) {
  const [search, setSearch] = useState("");
  const [order, setOrder] = useState<Order>(NEWEST);
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const titles = useListedTitles(runs);
  const measures = measuresOf(runs);
  const shown = ordered(found(runs.map(asRow), search, titles), order, measures);
  const titleOf = ({ dataset }: RunListed) => titles.get(dataset) ?? "";
  const row = (run: RunListed, isTrial = false) => (
    <Row
      key={run.id}
      run={run}
      isTrial={isTrial}
      dataset={titleOf(run)}
      measures={measures}
      ticked={ticked.includes(run.id)}
      onTick={() => setTicked(toggled(ticked, run.id))}
    />
  );
  return (
    <>
      <Group gap="sm" justify="space-between">
        <TextInput
          aria-label="Find runs by name, network, data set, tag or note"
          placeholder="Name, network, data set, tag or note"
          leftSection={<IconSearch size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          w={{ base: "100%", xs: 320 }}
        />
        <CompareButton chosen={ticked} />
      </Group>
      <Table.ScrollContainer minWidth={760}>
        <Table verticalSpacing={4} highlightOnHover style={{ fontVariantNumeric: "tabular-nums" }}>
          <Heads measures={measures} order={order} onPress={(by) => setOrder(pressed(order, by))} />
          <Table.Tbody>
            {shown.map((run) =>
              run.folded ? (
                <FoldedSweep key={keyOf(run)} run={run} folded={run.folded} dataset={titleOf(run)} measures={measures}>
                  {(trials) => ordered(trials, order, measures).map((trial) => row(trial, true))}
                </FoldedSweep>
              ) : (
                row(run)
              ),
            )}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {shown.length === 0 && <Text size="sm">No run has these words. Take some away.</Text>}
    </>
  );
}

interface HeadsProps {
  measures: readonly Measure[];
  order: Order;
  onPress: (by: string) => void;
}

function Heads({ measures, order, onPress }: HeadsProps) {
  const head = (by: string, title: string) => (
    <SortHead key={by} title={title} sorted={order.by === by ? order.descending : null} onPress={() => onPress(by)} />
  );
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th scope="col">Compare</Table.Th>
        <Table.Th scope="col">Pin</Table.Th>
        {head("name", "Run")}
        {head("state", "State")}
        {measures.map(({ key, title }) => head(key, title))}
        {head("took", "Took")}
        {head("made", "Made")}
      </Table.Tr>
    </Table.Thead>
  );
}

interface RowProps {
  run: RunListed;
  /** Whether it stands below its sweep. */
  isTrial: boolean;
  dataset: string;
  measures: readonly Measure[];
  ticked: boolean;
  onTick: () => void;
}

function Row({ run, isTrial, dataset, measures, ticked, onTick }: RowProps) {
  const seconds = secondsOf(run);
  const title = `${run.network_name}, ${run.name}`;
  return (
    <Table.Tr>
      <Table.Td>
        <Checkbox aria-label={`Compare ${title}`} checked={ticked} onChange={onTick} />
      </Table.Td>
      <Table.Td>
        <PinButton run={run} title={title} />
      </Table.Td>
      <Table.Th scope="row" miw={220} pl={isTrial ? "xl" : undefined}>
        <Anchor component={Link} to={`/runs/${run.id}`} size="sm">
          {run.name}
        </Anchor>
        <Text size="xs" c="dimmed" fw={400}>
          {run.network_name} · {dataset}
          {run.sweep !== null && !isTrial && (
            <>
              {" · "}
              <Anchor
                component={Link}
                to={`/sweeps/${run.sweep}`}
                inherit
                underline="always"
                aria-label={`${title}: its sweep`}
              >
                its sweep
              </Anchor>
            </>
          )}
        </Text>
        <Group gap={4}>
          {run.tags.map((tag) => (
            <Pill key={tag} size="xs">
              {tag}
            </Pill>
          ))}
        </Group>
      </Table.Th>
      <Table.Td>
        <StateBadge state={run.state} place={run} />
      </Table.Td>
      {measures.map(({ key, of }) => (
        <Table.Td key={key}>{numberText(of(run))}</Table.Td>
      ))}
      <Table.Td>{seconds === undefined ? "–" : durationText(seconds)}</Table.Td>
      <Table.Td>{ageText(run.made, Date.now())}</Table.Td>
    </Table.Tr>
  );
}
