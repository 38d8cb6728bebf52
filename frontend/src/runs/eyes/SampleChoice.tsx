import { Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { FieldValue } from "@/datasets/FieldValue";
import { plainText } from "@/datasets/fieldText";
import type { Dataset } from "../types";
import classes from "./eyes.module.css";
import type { Chosen } from "./types";

interface SampleChoiceProps {
  chosen: Chosen;
  dataset: Dataset;
  at: number;
  onChange: (at: number) => void;
}

/** The samples that were watched, to choose one of. */
export function SampleChoice({ chosen, dataset, at, onChange }: SampleChoiceProps) {
  const input = dataset.fields.find((field) => field.name === dataset.input);
  const target = dataset.fields.find((field) => field.name === dataset.target);
  const shown = chosen.samples[at];
  const isPicture = input?.kind === "image";
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Text size="sm" id="watched-sample">
          Sample
        </Text>
        <div className={classes.samples}>
          <SegmentedControl
            size="xs"
            aria-labelledby="watched-sample"
            value={String(at)}
            onChange={(value) => onChange(Number(value))}
            data={chosen.samples.map((sample, place) => ({
              value: String(place),
              label:
                isPicture && input ? (
                  <span className={classes.sample}>
                    <FieldValue field={input} value={sample.values[input.name]} size={32} />
                    {target && target.name !== input.name
                      ? plainText(target, sample.values[target.name])
                      : sample.index}
                  </span>
                ) : (
                  String(sample.index)
                ),
            }))}
          />
        </div>
      </Group>
      {!isPicture && shown && input && (
        <Group gap="md" align="flex-start">
          <FieldValue field={input} value={shown.values[input.name]} size={56} alt="The sample" />
          {target && (
            <Text size="sm">
              {target.title}: <b>{plainText(target, shown.values[target.name])}</b>
            </Text>
          )}
        </Group>
      )}
    </Stack>
  );
}
