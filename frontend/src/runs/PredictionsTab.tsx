import { Button, Group, SimpleGrid, Skeleton, Stack, Switch, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/api/client";
import { datasetQuery } from "@/datasets/queries";
import { JudgedCard } from "./JudgedCard";
import { NoModel } from "./NoModel";
import { judgedQuery } from "./queries";
import { isMistake } from "./shares";
import type { Dataset, RunDetail } from "./types";

/** Held-out samples with what the network says of them. */
export function PredictionsTab({ run }: { run: RunDetail }) {
  const { data: dataset } = useQuery({ ...datasetQuery(run.dataset), enabled: run.has_model });
  if (!run.has_model) return <NoModel run={run} what="Here the network is shown samples it has never seen." />;
  return dataset ? <Judged run={run} dataset={dataset} /> : <Skeleton height={360} />;
}

function Judged({ run, dataset }: { run: RunDetail; dataset: Dataset }) {
  const pages = useInfiniteQuery(judgedQuery(run.id));
  const [onlyMistakes, setOnlyMistakes] = useState(false);
  if (pages.error) return <Text>{sentenceOf(pages.error)}</Text>;
  if (pages.isPending) return <Skeleton height={360} />;
  const all = pages.data.pages.flatMap((page) => page.samples);
  const mistakes = all.filter((judged) => isMistake(judged.predictions, judged.truth, dataset.fields));
  const hasClasses = all.some((judged) =>
    dataset.fields.some((field) => field.name in judged.truth && field.kind === "class"),
  );
  const givesPictures = dataset.fields.some(
    (field) => field.kind === "image" && all.some((judged) => field.name in judged.truth),
  );
  const shown = onlyMistakes ? mistakes : all;
  return (
    <Stack gap="md">
      {hasClasses && (
        <Group justify="space-between">
          <Text size="sm">{scoreText(all.length, mistakes.length)}</Text>
          <Switch
            label="Only mistakes"
            checked={onlyMistakes}
            onChange={(event) => setOnlyMistakes(event.currentTarget.checked)}
          />
        </Group>
      )}
      {givesPictures && <Text size="sm">On the left what the network was shown, on the right what it gives back.</Text>}
      {shown.length === 0 && (
        <Text c="dimmed">There is no mistake among these samples. Show more to look further.</Text>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="sm">
        {shown.map((judged) => (
          <JudgedCard key={judged.sample.index} judged={judged} dataset={dataset} />
        ))}
      </SimpleGrid>
      {pages.hasNextPage && (
        <Button onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage} w="fit-content">
          Show more
        </Button>
      )}
    </Stack>
  );
}

function scoreText(all: number, mistakes: number): string {
  if (mistakes === 0) return `All of these ${all} held-out samples are right.`;
  return `${all - mistakes} of these ${all} held-out samples are right, ${mistakes} ${mistakes === 1 ? "is" : "are"} not.`;
}
