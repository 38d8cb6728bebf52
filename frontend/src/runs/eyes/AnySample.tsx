import { Group, Loader, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "@/api/client";
import { FieldValue } from "@/datasets/FieldValue";
import type { Dataset, Trained } from "../types";
import { PART_NAMES, type Place } from "./inside";
import { LayerCards } from "./LayerCards";
import { lookedAtQuery } from "./queries";
import { Said } from "./RankedSamples";
import { SampleStepper } from "./SampleStepper";

interface AnySampleProps {
  run: Trained;
  runName: string;
  dataset: Dataset;
  place: Place;
  onChange: (place: Place) => void;
}

/** What each layer of the trained network makes of any sample of the data. */
export function AnySample({ run, runName, dataset, place, onChange }: AnySampleProps) {
  const { data, error, isFetching } = useQuery(lookedAtQuery(run, place));
  const name = `${PART_NAMES[place.part].toLowerCase()} sample`;
  const input = dataset.fields.find((field) => field.name === dataset.input);
  const sample = data?.chosen.samples[0];
  return (
    <Stack gap="md">
      <Group gap="sm">
        <SampleStepper
          label={`Index of the ${name}`}
          index={place.index}
          of={data?.of}
          onChange={(index) => onChange({ ...place, index })}
        />
        {isFetching && <Loader size="xs" aria-label="The sample is being looked at" />}
      </Group>
      {error && <Text size="sm">{sentenceOf(error)}</Text>}
      {!data && !error && <Skeleton height={360} />}
      {data && sample && !error && (
        <>
          <Group gap="md" align="flex-start" data-sample={sample.index}>
            {input && (
              <FieldValue
                field={input}
                value={sample.values[input.name]}
                size={72}
                alt={`The ${name} ${sample.index}`}
              />
            )}
            <Said said={data.said} loss={data.loss} />
          </Group>
          <LayerCards
            layers={data.layers}
            at={0}
            words={Object.values(data.chosen.words)[0]?.[0] ?? null}
            file={(layer) => `${runName}, ${name} ${sample.index}, ${layer}`}
          />
        </>
      )}
    </Stack>
  );
}
