import { Paper, SegmentedControl, SimpleGrid, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/api/client";
import { percentText } from "../numbers";
import { fileOf } from "./JudgedView";
import { nameOf } from "./layer";
import type { Moment } from "./looks";
import { NormLines } from "./NormLines";
import { PictureCard } from "./PictureCard";
import { weightsQuery } from "./queries";
import { SaveMenu } from "./SaveMenu";
import { StoryPicture } from "./StoryPicture";
import type { Weighed } from "./types";
import { normNumbers, type Quantity, type Story, storiesOf, storyNumbers } from "./weights";

interface WeightsViewProps {
  run: string;
  runName: string;
  /** Up to when the looks are shown. */
  moment: Moment;
  newest: Moment;
}

const TITLES: Record<Quantity, string> = { weights: "Weights", gradients: "Gradients" };

/** Weights and gradients over time, and units that never fire. */
export function WeightsView({ run, runName, moment, newest }: WeightsViewProps) {
  const { data, error } = useQuery(weightsQuery(run, newest));
  const [quantity, setQuantity] = useState<Quantity>("weights");
  if (error) return <Text>{sentenceOf(error)}</Text>;
  if (!data) return <Skeleton height={360} />;
  const looks = data.filter((look) => look.epoch <= moment.epoch);
  const last = looks.at(-1);
  const stories = storiesOf(looks, quantity);
  const file = fileOf(runName, moment);
  const title = TITLES[quantity];
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label="What is shown of each layer"
        w="fit-content"
        value={quantity}
        onChange={(value) => setQuantity(value as Quantity)}
        data={Object.entries(TITLES).map(([value, label]) => ({ value, label }))}
      />
      {stories.length === 0 && <Text c="dimmed">There are no {quantity} to be seen in this network.</Text>}
      {stories.length > 0 && (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <PictureCard
            title={`Norms of ${quantity}`}
            hint="How large they are altogether: the square root of the sum of their squares."
            file={`${file} norms of ${quantity}`}
            numbers={() => normNumbers(stories)}
          >
            {(width) => <NormLines stories={largest(stories)} width={width} title={`Norms of ${quantity}`} />}
          </PictureCard>
          {last && last.units.length > 0 && <DeadUnits look={last} file={file} />}
        </SimpleGrid>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
        {stories.map((story) => (
          <PictureCard
            key={`${story.layer} ${story.name}`}
            title={`${story.layer} ${story.name}`}
            hint={`${title}, ${story.size.toLocaleString("en")} numbers${lostText(story)}`}
            file={`${file} ${story.layer.replaceAll("/", " ")} ${story.name} ${quantity}`}
            numbers={() => storyNumbers(story)}
          >
            {(width) => <StoryPicture story={story} width={width} title={`${title}, ${story.name}`} />}
          </PictureCard>
        ))}
      </SimpleGrid>
      {quantity === "gradients" && (
        <Text size="xs" c="dimmed">
          Of the loss on the first batch of the training data, always the same one, with dropout off.
        </Text>
      )}
    </Stack>
  );
}

/** Of each layer the variable with the most numbers. */
function largest(stories: readonly Story[]): Story[] {
  const found = new Map<string, Story>();
  for (const story of stories) {
    const before = found.get(story.layer);
    if (!before || story.size > before.size) found.set(story.layer, story);
  }
  return [...found.values()];
}

function lostText(story: Story): string {
  const lost = story.looks.at(-1)?.spread.not_finite ?? 0;
  return lost > 0 ? `; ${lost.toLocaleString("en")} are not finite` : "";
}

function DeadUnits({ look, file }: { look: Weighed; file: string }) {
  return (
    <Paper withBorder p="sm" component="section" aria-label="Units that never fire" miw={0}>
      <div style={{ display: "flex", justifyContent: "space-between" }}>
        <Title order={2} size="h5">
          Units that never fire
        </Title>
        <SaveMenu
          title="Units that never fire"
          file={`${file} units that never fire`}
          numbers={() => ({
            head: ["layer", "never fire", "units"],
            rows: look.units.map((units) => [nameOf(units), units.dead, units.of]),
          })}
        />
      </div>
      <Text size="xs" c="dimmed" mb={6}>
        Rectified units that give nothing for any of {look.samples} samples: they learn nothing either.
      </Text>
      <Table.ScrollContainer
        minWidth={260}
        maxHeight={220}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": "Units that never fire" } }}
      >
        <Table fz="xs" verticalSpacing={4} style={{ fontVariantNumeric: "tabular-nums" }}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Layer</Table.Th>
              <Table.Th scope="col" ta="right">
                Never fire
              </Table.Th>
              <Table.Th scope="col" ta="right">
                Of all
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {look.units.map((units) => (
              <Table.Tr key={units.layer}>
                <Table.Th scope="row" fw={400}>
                  {nameOf(units)}
                </Table.Th>
                <Table.Td ta="right">
                  {units.dead} of {units.of}
                </Table.Td>
                <Table.Td ta="right">{percentText(units.dead / Math.max(1, units.of))}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
