import { Button, Grid, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconArrowsShuffle, IconX } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/api/client";
import { runDatasetQuery } from "@/datasets/queries";
import { LookedCard } from "./eyes/LookedCard";
import { KeyCard } from "./KeyCard";
import { NoModel } from "./NoModel";
import { PredictionView } from "./PredictionView";
import { HELD_OUT, judgedQuery } from "./queries";
import { TryField } from "./TryField";
import { inputFields, inputsFromSample, readyInputs } from "./tryInputs";
import type { Dataset, Field, RunDetail } from "./types";
import { type Inputs, usePrediction } from "./usePrediction";

/** Give the trained network something of one's own. */
export function TryTab({ run }: { run: RunDetail }) {
  const { data: dataset, error } = useQuery({ ...runDatasetQuery(run.id), enabled: run.has_model });
  if (!run.has_model)
    return <NoModel run={run} what="Draw, type or fill in something here and see what the network says of it." />;
  if (error) return <Text>{sentenceOf(error)}</Text>;
  return dataset ? <TryIt run={run} dataset={dataset} /> : <Skeleton height={360} />;
}

function TryIt({ run, dataset }: { run: RunDetail; dataset: Dataset }) {
  const fields = inputFields(run.document, dataset);
  const [values, setValues] = useState<Inputs>({});
  const inputs = readyInputs(values, fields);
  const picture = fields.find((field) => field.kind === "image");
  const isDrawing = picture !== undefined;
  const { predictions, looked, error } = usePrediction(run, inputs, isDrawing);
  const buttons = (
    <Group gap="xs">
      <SampleButton run={run} onPick={(sample) => setValues(inputsFromSample(sample, fields))} />
      {!isDrawing && (
        <Button leftSection={<IconX size={16} />} onClick={() => setValues({})}>
          Clear
        </Button>
      )}
    </Group>
  );
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap="md">
          {!isDrawing && buttons}
          {fields.map((field) => (
            <TryField
              key={field.name}
              field={field}
              isOwn={dataset.own || dataset.lent}
              value={values[field.name]}
              onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
            />
          ))}
          {isDrawing && buttons}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="lg">
          <Paper withBorder p="md" component="section" aria-label="What the network says" aria-live="polite" mih={280}>
            <Title order={2} size="h5" mb="xs">
              What the network says
            </Title>
            {error && <Text size="sm">{error}</Text>}
            {!error && predictions.length === 0 && (
              <Text size="sm" c="dimmed">
                {beginningOf(picture)}
              </Text>
            )}
            {predictions.map((prediction) => (
              <PredictionView
                key={prediction.output}
                prediction={prediction}
                field={dataset.fields.find((field) => field.name === prediction.field)}
                isOnly={predictions.length === 1}
              />
            ))}
          </Paper>
          {picture && looked && (
            <LookedCard
              looked={looked.at}
              values={looked.inputs[picture.name]}
              shape={picture.shape}
              file={`${run.document.name}, ${run.name}`}
            />
          )}
          {run.author === null && <KeyCard run={run} inputs={inputs} />}
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

/** How a first sample is given. */
function beginningOf(picture: Field | undefined): string {
  if (!picture) return "Fill everything in, or take a held-out sample.";
  return `${picture.shape[2] === 1 ? "Draw something, drop" : "Drop"} a picture, or take a held-out sample.`;
}

function SampleButton({
  run,
  onPick,
}: {
  run: RunDetail;
  onPick: (sample: { index: number; values: Record<string, unknown> }) => void;
}) {
  const { data } = useInfiniteQuery(judgedQuery(run, HELD_OUT));
  const [next, setNext] = useState(0);
  const samples = data?.pages.flatMap((page) => page.samples) ?? [];
  return (
    <Button
      leftSection={<IconArrowsShuffle size={16} />}
      disabled={samples.length === 0}
      onClick={() => {
        const judged = samples[next % samples.length];
        if (judged) onPick(judged.sample);
        setNext(next + 1);
      }}
    >
      Take a held-out sample
    </Button>
  );
}
