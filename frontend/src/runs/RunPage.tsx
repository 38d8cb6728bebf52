import { Anchor, Container, Skeleton, Stack, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import { LessonGuide } from "@/guide/LessonGuide";
import { Shared } from "@/sharing/Shared";
import { CurvesTab } from "./CurvesTab";
import { EvaluationTab } from "./EvaluationTab";
import { InsideTab } from "./eyes/InsideTab";
import { FailurePanel } from "./FailurePanel";
import { FilesTab } from "./FilesTab";
import { LogTab } from "./LogTab";
import type { LiveRun } from "./liveRun";
import { NetworkTab } from "./NetworkTab";
import { PredictionsTab } from "./PredictionsTab";
import { runQuery } from "./queries";
import { RunHeader } from "./RunHeader";
import { RunNotes } from "./RunNotes";
import { TryTab } from "./TryTab";
import type { RunDetail } from "./types";
import { UnitsNote } from "./UnitsNote";
import { useLiveRuns, useSnapshot } from "./useLiveRun";

const TABS = [
  { value: "curves", label: "Curves" },
  { value: "inside", label: "Inside" },
  { value: "evaluation", label: "Evaluation" },
  { value: "predictions", label: "Predictions" },
  { value: "try", label: "Try it" },
  { value: "network", label: "Network" },
  { value: "log", label: "Log" },
  { value: "files", label: "Files" },
] as const;

/** One training run: its curves while it trains, and what it learned. */
export function RunPage() {
  const { id = "" } = useParams();
  const { data: run, error, refetch } = useQuery(runQuery(id));
  if (run === undefined && error) {
    return <ErrorMessage title="This run could not be fetched" error={error} onRetry={() => void refetch()} />;
  }
  if (!run) return <Waiting />;
  return (
    <Shared key={id} network={run.network} author={run.author} thing="run">
      <Container size="xl" py="md">
        <Followed run={run} />
        {run.author === null && <LessonGuide network={run.network} run={id} />}
      </Container>
    </Shared>
  );
}

function Waiting() {
  return (
    <Container size="xl" py="md">
      <Stack gap="md">
        <Skeleton height={64} />
        <Skeleton height={36} />
        <Skeleton height={320} />
      </Stack>
    </Container>
  );
}

function Followed({ run }: { run: RunDetail }) {
  const [live] = useLiveRuns(useMemo(() => [{ id: run.id, state: run.state }], [run.id, run.state]));
  return live ? <LoadedRun run={run} live={live} /> : null;
}

function LoadedRun({ run, live }: { run: RunDetail; live: LiveRun }) {
  const snapshot = useSnapshot(live);
  const [search, setSearch] = useSearchParams();
  const show = (tab: string | null) => setSearch(tab === null || tab === "curves" ? {} : { tab }, { replace: true });
  const failure = snapshot.failure ?? run.failure;
  return (
    <Stack gap="md">
      <title>{`${run.name} of ${run.document.name} · Layerloom`}</title>
      <RunHeader run={run} live={live} snapshot={snapshot} />
      <RunNotes run={run} />
      {failure && <FailurePanel failure={failure} network={run.network} onShowLog={() => show("log")} />}
      <Tabs value={search.get("tab") ?? "curves"} onChange={show} keepMounted={false}>
        <Tabs.List mb="md">
          {TABS.map((tab) => (
            <Tabs.Tab key={tab.value} value={tab.value} data-guide={`tab ${tab.value}`}>
              {tab.label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="curves">
          <CurvesTab live={live} snapshot={snapshot} runName={`${run.document.name}, ${run.name}`}>
            <UnitsNote run={run} />
          </CurvesTab>
        </Tabs.Panel>
        <Tabs.Panel value="inside">
          <InsideTab run={run} live={live} snapshot={snapshot} runName={`${run.document.name}, ${run.name}`} />
        </Tabs.Panel>
        <Tabs.Panel value="evaluation">
          <EvaluationTab run={run} snapshot={snapshot} />
        </Tabs.Panel>
        <Tabs.Panel value="predictions">
          <PredictionsTab run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="try">
          <Stack gap="md">
            {run.has_model && (
              <Anchor component={Link} to={`/try/${run.id}`} size="sm">
                On a page of its own
              </Anchor>
            )}
            <TryTab run={run} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="network">
          <NetworkTab run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <LogTab run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="files">
          <FilesTab run={run} live={live} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
