import { Alert, Container, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useParams } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import { toggled } from "@/runs/ticked";
import { Shared } from "@/sharing/Shared";
import { axesOf, type Brushes, brushed, crossingOf, passes } from "./axes";
import { BestCurve } from "./BestCurve";
import { NarrowDown } from "./NarrowDown";
import { ParallelCard } from "./ParallelCard";
import { sweepQuery } from "./queries";
import { SweepHeader } from "./SweepHeader";
import { TrialsTable } from "./TrialsTable";
import type { SweepDetail } from "./types";
import { useLiveSweep } from "./useLiveSweep";

/** One sweep: its trials as a table and as parallel coordinates, while it goes on and after. */
export function SweepPage() {
  const { id = "" } = useParams();
  const { data: sweep, error, refetch } = useQuery(sweepQuery(id));
  if (sweep === undefined && error) {
    return <ErrorMessage title="This sweep could not be fetched" error={error} onRetry={() => void refetch()} />;
  }
  if (!sweep) return <Waiting />;
  return (
    <Shared key={id} network={sweep.network} author={sweep.author} thing="sweep">
      <Container size="xl" py="md">
        <Followed sweep={sweep} />
      </Container>
    </Shared>
  );
}

function Waiting() {
  return (
    <Container size="xl" py="md">
      <Stack gap="md">
        <Skeleton height={64} />
        <Skeleton height={300} />
        <Skeleton height={240} />
      </Stack>
    </Container>
  );
}

function Followed({ sweep }: { sweep: SweepDetail }) {
  const line = useLiveSweep(sweep);
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [brushes, setBrushes] = useState<Brushes>({});
  const [pointed, setPointed] = useState<number | null>(null);
  const axes = useMemo(() => axesOf(sweep), [sweep]);
  const lines = useMemo(
    () => sweep.trials.map((trial) => ({ trial, crossing: crossingOf(trial, axes) })),
    [sweep.trials, axes],
  );
  const through = lines.filter(({ crossing }) => passes(crossing, axes, brushes));
  const shown = new Set(through.map(({ trial }) => trial.number));
  const file = `${sweep.document.name}, ${sweep.name}`;
  const brush = (key: string, part: readonly [number, number]) => setBrushes((now) => brushed(now, key, part));
  return (
    <Stack gap="md">
      <title>{`${sweep.name} of ${sweep.document.name} · Layerloom`}</title>
      <SweepHeader sweep={sweep} line={line} />
      {sweep.failure && (
        <Alert color="red" title="The sweep failed">
          {sweep.failure.message}
        </Alert>
      )}
      <ParallelCard {...{ sweep, axes, lines, shown, brushes, pointed, file }} onBrush={brush} onPoint={setPointed} />
      <NarrowDown
        {...{ axes, brushes }}
        shown={through.length}
        all={lines.length}
        onBrush={brush}
        onClear={() => setBrushes({})}
      />
      <TrialsTable
        {...{ sweep, ticked, pointed }}
        trials={through.map(({ trial }) => trial)}
        onTick={(run) => setTicked(toggled(ticked, run))}
        onPoint={setPointed}
      />
      <BestCurve sweep={sweep} file={file} />
    </Stack>
  );
}
