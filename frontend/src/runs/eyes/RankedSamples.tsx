import { Anchor, Group, Paper, SimpleGrid, Stack, Text, Title, VisuallyHidden } from "@mantine/core";
import { Link } from "react-router";
import { FieldValue } from "@/datasets/FieldValue";
import { numberText, percentText } from "../numbers";
import classes from "../runs.module.css";
import type { Dataset } from "../types";
import { rankedNumbers } from "./ranked";
import { lower, SaveMenu } from "./SaveMenu";
import type { Ranked } from "./types";

interface RankedSamplesProps {
  title: string;
  /** The address of a sample, where it can be looked at. */
  addressOf: ((index: number) => string) | null;
  samples: readonly Ranked[];
  dataset: Dataset;
  /** How files are called: run and look. */
  file: string;
}

/** Samples in the order of their loss. */
export function RankedSamples({ title, addressOf, samples, dataset, file }: RankedSamplesProps) {
  const input = dataset.fields.find((field) => field.name === dataset.input);
  const isWide = input?.kind !== "image";
  return (
    <section aria-label={title}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          {title}
        </Title>
        <SaveMenu title={title} file={`${file} ${lower(title)}`} numbers={() => rankedNumbers(samples)} />
      </Group>
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
              <div>
                <Said said={ranked.said} loss={ranked.loss} />
                {addressOf && (
                  <Anchor component={Link} to={addressOf(ranked.sample.index)} size="xs">
                    Look inside<VisuallyHidden> sample {ranked.sample.index}</VisuallyHidden>
                  </Anchor>
                )}
              </div>
            </Stack>
          </Paper>
        ))}
      </SimpleGrid>
    </section>
  );
}

/** What the network says of a sample beside what is true, and its loss. */
export function Said({ said, loss }: Pick<Ranked, "said" | "loss">) {
  return (
    <div>
      {said
        .filter((one) => one.true !== "")
        .map((one) => (
          <Text size="xs" key={one.output}>
            True: <b>{one.true}</b>
            <br />
            Predicted: <b>{one.predicted}</b>
            {one.share !== null && ` (${percentText(one.share)})`}
          </Text>
        ))}
      <Text size="xs" c="dimmed">
        Loss {numberText(loss)}
      </Text>
    </div>
  );
}
