import { Button, Group, SimpleGrid, Skeleton, Stack, Switch, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/api/client";
import { runDatasetQuery } from "@/datasets/queries";
import { PART_NAMES } from "./eyes/inside";
import { JudgedCard } from "./JudgedCard";
import { NoModel } from "./NoModel";
import { HELD_OUT, judgedQuery, type Wanted } from "./queries";
import { isMistake } from "./shares";
import type { Dataset, RunDetail } from "./types";
import { WantedChoice } from "./WantedChoice";

/** Samples with what the network says of them. */
export function PredictionsTab({ run }: { run: RunDetail }) {
  const { data: dataset, error } = useQuery({ ...runDatasetQuery(run.id), enabled: run.has_model });
  if (!run.has_model) return <NoModel run={run} what="Here the network is shown samples it has never seen." />;
  if (error) return <Text>{sentenceOf(error)}</Text>;
  return dataset ? <Judged run={run} dataset={dataset} /> : <Skeleton height={360} />;
}

function Judged({ run, dataset }: { run: RunDetail; dataset: Dataset }) {
  const [wanted, setWanted] = useState<Wanted>(HELD_OUT);
  const pages = useInfiniteQuery(judgedQuery(run, wanted));
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
  const { of = 0, ranked = null } = pages.data.pages[0] ?? {};
  const shown = onlyMistakes ? mistakes : all;
  return (
    <Stack gap="md">
      <WantedChoice wanted={wanted} of={of} ranked={ranked} onChange={setWanted} />
      {hasClasses && all.length > 0 && (
        <Group justify="space-between">
          <Text size="sm">{scoreText(all.length, mistakes.length, wanted.part)}</Text>
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
          <JudgedCard key={judged.sample.index} judged={judged} dataset={dataset} run={run.id} part={wanted.part} />
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

function scoreText(all: number, mistakes: number, part: Wanted["part"]): string {
  const samples = `${all} ${PART_NAMES[part].toLowerCase()} samples`;
  if (mistakes === 0) return `All of these ${samples} are right.`;
  return `${all - mistakes} of these ${samples} are right, ${mistakes} ${mistakes === 1 ? "is" : "are"} not.`;
}
