import { Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "@/api/client";
import { runDatasetQuery } from "@/datasets/queries";
import { ClassScores } from "./ClassScores";
import { ConfusionMatrix } from "./ConfusionMatrix";
import { sampleAddress } from "./inside";
import { type Moment, momentText } from "./looks";
import { matrixNumbers, scoreNumbers } from "./matrix";
import { PictureCard } from "./PictureCard";
import { judgedLookQuery } from "./queries";
import { RankedSamples } from "./RankedSamples";
import { SaveMenu } from "./SaveMenu";
import type { Judged, JudgedOutput } from "./types";
import { errorText, PredictedAgainstTrue, Residuals } from "./ValuePlots";

interface JudgedViewProps {
  run: { id: string; dataset: string };
  runName: string;
  moment: Moment;
  /** Whether the trained network can be asked about any sample. */
  isTrained: boolean;
}

/** What the network gets right and wrong on samples it does not learn from. */
export function JudgedView({ run, runName, moment, isTrained }: JudgedViewProps) {
  const { data: judged, error: unseen } = useQuery(judgedLookQuery(run.id, moment));
  const { data: dataset, error: unknown } = useQuery(runDatasetQuery(run.id));
  const error = unseen ?? unknown;
  if (error) return <Text>{sentenceOf(error)}</Text>;
  if (!judged || !dataset) return <Skeleton height={360} />;
  const part = judged.source === "validation" ? "training" : "held_out";
  const addressOf = isTrained ? (index: number) => sampleAddress(run.id, { part, index }) : null;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {sourceText(judged)}
      </Text>
      {judged.outputs.map((output) => (
        <OutputView
          key={output.output}
          output={output}
          isOnly={judged.outputs.length === 1}
          file={fileOf(runName, moment)}
        />
      ))}
      {judged.worst.length > 0 && (
        <>
          <RankedSamples
            title="Hardest samples"
            addressOf={addressOf}
            samples={judged.worst}
            dataset={dataset}
            file={fileOf(runName, moment)}
          />
          <RankedSamples
            title="Easiest samples"
            addressOf={addressOf}
            samples={judged.best}
            dataset={dataset}
            file={fileOf(runName, moment)}
          />
        </>
      )}
    </Stack>
  );
}

function OutputView({ output, isOnly, file }: { output: JudgedOutput; isOnly: boolean; file: string }) {
  const of = isOnly ? "" : ` of ${output.output}`;
  if (output.kind === "class") {
    return (
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <PictureCard
          title={`Confusion matrix${of}`}
          hint="The stronger the colour of a cell, the larger its share of the true class."
          file={`${file} confusion matrix${of}`}
          numbers={() => matrixNumbers(output)}
        >
          {(width) => <ConfusionMatrix judged={output} width={width} />}
        </PictureCard>
        <Paper withBorder p="sm" component="section" aria-label={`By class${of}`} miw={0}>
          <Group justify="space-between" mb={4}>
            <Title order={2} size="h5">
              By class{of}
            </Title>
            <SaveMenu
              title={`The numbers by class${of}`}
              file={`${file} by class${of}`}
              numbers={() => scoreNumbers(output)}
            />
          </Group>
          <ClassScores judged={output} />
        </Paper>
      </SimpleGrid>
    );
  }
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <PictureCard
        title={`Predicted against true${of}`}
        hint={errorText(output)}
        file={`${file} predicted against true${of}`}
        numbers={() => ({
          head: ["true", "predicted"],
          rows: output.true.map((value, place) => [value, output.predicted[place] ?? null]),
        })}
      >
        {(width) => <PredictedAgainstTrue judged={output} width={width} />}
      </PictureCard>
      <PictureCard
        title={`Errors${of}`}
        hint="How far the network is off, and how often."
        file={`${file} errors${of}`}
        numbers={() => ({
          head: ["from", "to", "count"],
          rows: output.counts.map((count, place) => [
            output.edges[place] ?? null,
            output.edges[place + 1] ?? null,
            count,
          ]),
        })}
      >
        {(width) => <Residuals judged={output} width={width} />}
      </PictureCard>
    </SimpleGrid>
  );
}

function sourceText({ source, samples }: Judged): string {
  const kept =
    source === "validation"
      ? "validation samples, from which the network does not learn"
      : "held-out samples, since no part of the training data is kept for validation";
  return `Seen on ${samples.toLocaleString("en")} ${kept}; always the same ones.`;
}

export function fileOf(runName: string, moment: Moment): string {
  return `${runName}, ${momentText(moment).toLowerCase()},`;
}
