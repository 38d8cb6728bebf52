import { Button, Container, Group, Skeleton, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorMessage } from "@/app/ErrorPage";
import { CompareButton } from "./CompareButton";
import { FoldedSweep } from "./FoldedSweep";
import { ListedRow } from "./ListedRow";
import { NoRuns } from "./NoRuns";
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
  trialsBelow,
  trialsFound,
} from "./runsTable";
import { SortHead } from "./SortHead";
import { TrialsNote } from "./TrialsNote";
import { toggled } from "./ticked";
import type { RunListed } from "./types";
import { useListedTitles } from "./useTitles";
import { useTrials } from "./useTrials";

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
  const [opened, setOpened] = useState<readonly string[]>([]);
  const trials = useTrials(opened);
  const titles = useListedTitles(runs);
  const rows = runs.map(asRow);
  const measures = measuresOf(rows);
  const shown = ordered(found(rows, search, titles), order, measures);
  const titleOf = ({ dataset }: RunListed) => titles.get(dataset) ?? "";
  const row = (run: RunListed, isTrial: boolean) => (
    <ListedRow
      key={run.id}
      run={run}
      isTrial={isTrial}
      dataset={titleOf(run)}
      measures={measures}
      ticked={ticked.includes(run.id)}
      onTick={() => setTicked(toggled(ticked, run.id))}
    />
  );
  const below = (run: RunListed, sweep: string) => {
    const answer = trials.get(sweep);
    const all = trialsBelow(run, answer?.data?.runs ?? [], rows, search, titles);
    return [
      ...ordered(all, order, measures).map((trial) => row(trial, true)),
      <TrialsNote key={`note ${sweep}`} answer={answer} columns={measures.length + 6} />,
    ];
  };
  const sweepRows = (run: RunListed, folded: NonNullable<RunListed["folded"]>) => {
    const sweep = run.sweep ?? "";
    const isOpen = opened.includes(sweep);
    return [
      <FoldedSweep
        key={keyOf(run)}
        run={run}
        folded={folded}
        found={trialsFound(run, search, titles)}
        dataset={titleOf(run)}
        measures={measures}
        isOpen={isOpen}
        onToggle={() => setOpened(toggled(opened, sweep))}
      />,
      ...(isOpen ? below(run, sweep) : []),
    ];
  };
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
            {shown.flatMap((run) => (run.folded ? sweepRows(run, run.folded) : [row(run, false)]))}
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
