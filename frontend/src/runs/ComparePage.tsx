import { Alert, Anchor, Container, EmptyState, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconAlertCircle, IconChartLine } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import { CompareChart } from "./CompareChart";
import { CompareNetworks } from "./CompareNetworks";
import { DifferencesTable, FinalNumbers } from "./CompareTables";
import { runQuery } from "./queries";
import type { RunDetail } from "./types";
import { useLiveRuns } from "./useLiveRun";

const MOST_RUNS = 8;

/** Chosen runs, their curves laid over each other, and what differs between them. */
export function ComparePage() {
  const [search] = useSearchParams();
  const asked = [...new Set((search.get("runs") ?? "").split(",").filter(Boolean))];
  const ids = asked.slice(0, MOST_RUNS);
  const queries = useQueries({ queries: ids.map((id) => runQuery(id)) });
  const failed = queries.find((query) => query.error && !query.data);
  if (failed) {
    return (
      <ErrorMessage title="A run could not be fetched" error={failed.error} onRetry={() => void failed.refetch()} />
    );
  }
  const runs = queries.map((query) => query.data).filter((run) => run !== undefined);
  return (
    <Container size="xl" py="md">
      <title>Compare runs · Layerloom</title>
      <Stack gap="md">
        <div>
          {runs[0] && (
            <Anchor component={Link} to={`/networks/${runs[0].network}`} size="sm">
              {runs[0].document.name}
            </Anchor>
          )}
          <Title order={1} size="h2">
            Compare runs
          </Title>
        </div>
        {asked.length > MOST_RUNS && (
          <Alert color="orange" icon={<IconAlertCircle size={18} />}>
            {asked.length.toLocaleString("en")} runs were chosen, and {MOST_RUNS} can be compared at once: these are the
            first {MOST_RUNS}.
          </Alert>
        )}
        {ids.length < 2 && <TooFew />}
        {ids.length >= 2 && runs.length < ids.length && <Skeleton height={360} />}
        {ids.length >= 2 && runs.length === ids.length && <Compared runs={runs} />}
      </Stack>
    </Container>
  );
}

function TooFew() {
  return (
    <EmptyState
      py="xl"
      icon={<IconChartLine />}
      title="Choose two runs or more"
      description="Open Runs, tick two or more, and press Compare."
    />
  );
}

function Compared({ runs }: { runs: readonly RunDetail[] }) {
  const lives = useLiveRuns(runs);
  const names = namesOf(runs);
  return (
    <>
      <CompareChart lives={lives} names={names} />
      <Title order={2} size="h4">
        Final numbers
      </Title>
      <FinalNumbers runs={runs} names={names} />
      <Title order={2} size="h4">
        What differs
      </Title>
      <DifferencesTable runs={runs} names={names} />
      <Text size="sm" c="dimmed">
        All else that these runs were started with is the same. Names, notes, places on the canvas and what was done by
        hand while they trained are not compared.
      </Text>
      <Title order={2} size="h4">
        The networks
      </Title>
      <CompareNetworks runs={runs} names={names} />
    </>
  );
}

/** Runs of one network are told apart by their own name; of several, by the network's as well. */
function namesOf(runs: readonly RunDetail[]): string[] {
  const networks = new Set(runs.map((run) => run.network));
  return runs.map((run) => (networks.size > 1 ? `${run.document.name}, ${run.name}` : run.name));
}
