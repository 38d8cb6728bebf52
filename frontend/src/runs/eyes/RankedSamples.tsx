import { Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { FieldValue } from "@/datasets/FieldValue";
import { numberText, percentText } from "../numbers";
import classes from "../runs.module.css";
import type { Dataset } from "../types";
import type { Ranked } from "./types";

interface RankedSamplesProps {
  title: string;
  samples: readonly Ranked[];
  dataset: Dataset;
}

/** Samples in the order of their loss. */
export function RankedSamples({ title, samples, dataset }: RankedSamplesProps) {
  const input = dataset.fields.find((field) => field.name === dataset.input);
  const isWide = input?.kind !== "image";
  return (
    <section aria-label={title}>
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      <SimpleGrid cols={isWide ? { base: 1, xs: 2, lg: 3 } : { base: 2, xs: 3, md: 6 }} spacing="sm">
        {samples.map((ranked) => (
          <Paper withBorder p="xs" key={ranked.sample.index}>
            <Stack gap={6} className={isWide ? undefined : classes.judged} style={{ flexDirection: "column" }}>
              {input && (
                <FieldValue
                  field={input}
                  value={ranked.sample.values[input.name]}
                  size={72}
                  alt={`Sample ${ranked.sample.index}`}
                />
              )}
              <Said ranked={ranked} />
            </Stack>
          </Paper>
        ))}
      </SimpleGrid>
    </section>
  );
}

function Said({ ranked }: { ranked: Ranked }) {
  return (
    <div>
      {ranked.said
        .filter((said) => said.true !== "")
        .map((said) => (
          <Text size="xs" key={said.output}>
            True: <b>{said.true}</b>
            <br />
            Predicted: <b>{said.predicted}</b>
            {said.share !== null && ` (${percentText(said.share)})`}
          </Text>
        ))}
      <Text size="xs" c="dimmed">
        Loss {numberText(ranked.loss)}
      </Text>
    </div>
  );
}
