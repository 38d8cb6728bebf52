import { Anchor, Badge, Paper, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import { FieldValue } from "@/datasets/FieldValue";
import { plainText } from "@/datasets/fieldText";
import { type DataPart, PART_NAMES, sampleAddress } from "./eyes/inside";
import { numberText } from "./numbers";
import { PredictedPicture } from "./PredictionView";
import { ProbabilityBars } from "./ProbabilityBars";
import classes from "./runs.module.css";
import { SeveralBeside, severalOf } from "./SeveralNumbers";
import { isMistake, sharesOf } from "./shares";
import type { Dataset, JudgedSample, Prediction } from "./types";

const CLASSES_SHOWN = 3;

interface JudgedCardProps {
  judged: JudgedSample;
  dataset: Dataset;
  run: string;
  part: DataPart;
}

/** A sample of the data, what it truly is, and what the network says. */
export function JudgedCard({ judged, dataset, run, part }: JudgedCardProps) {
  const { sample, predictions, truth, loss } = judged;
  const input = dataset.fields.find((field) => field.name === dataset.input);
  const wrong = isMistake(predictions, truth, dataset.fields);
  return (
    <Paper withBorder p="sm" className={wrong ? classes.mistake : undefined}>
      <div className={classes.judged} data-wide={(input && input.kind !== "image") || undefined}>
        {input && (
          <div>
            <FieldValue
              field={input}
              value={sample.values[input.name]}
              size={64}
              alt={`${PART_NAMES[part]} sample ${sample.index}`}
            />
          </div>
        )}
        <Stack gap={6} flex={1} miw={0}>
          {predictions.map((prediction) => (
            <Verdict
              key={prediction.output}
              prediction={prediction}
              truth={truth[prediction.field]}
              dataset={dataset}
            />
          ))}
          <Text size="xs" c="dimmed">
            {typeof loss === "number" && `Loss ${numberText(loss)}. `}
            <Anchor component={Link} to={sampleAddress(run, { part, index: sample.index })} size="xs">
              Look inside sample {sample.index}
            </Anchor>
          </Text>
          {wrong && (
            <Badge color="red.9" variant="filled" tt="none" radius="sm">
              Mistake
            </Badge>
          )}
        </Stack>
      </div>
    </Paper>
  );
}

function Verdict({ prediction, truth, dataset }: { prediction: Prediction; truth: unknown; dataset: Dataset }) {
  const field = dataset.fields.find((one) => one.name === prediction.field);
  if (!field) return null;
  if (field.kind === "image") return <PredictedPicture prediction={prediction} size={64} />;
  const several = severalOf(field, prediction.values);
  if (several) return <SeveralBeside field={field} predicted={several} truth={severalOf(field, truth)} />;
  return (
    <div>
      <Text size="sm">
        True: <b>{plainText(field, truth)}</b>
      </Text>
      <Text size="sm" mb={4}>
        Predicted: <b>{prediction.label}</b>
      </Text>
      {field.kind === "class" && (
        <ProbabilityBars shares={sharesOf(prediction, field)} most={CLASSES_SHOWN} truth={plainText(field, truth)} />
      )}
    </div>
  );
}
