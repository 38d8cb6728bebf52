import { Group, SegmentedControl, Skeleton, Stack, Switch, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/api/client";
import { FieldValue, plainText } from "@/datasets/FieldValue";
import { datasetQuery } from "@/datasets/queries";
import type { Dataset } from "../types";
import classes from "./eyes.module.css";
import { fileOf } from "./JudgedView";
import { LayerPicture } from "./LayerPicture";
import { layerNumbers, nameOf, shapeText } from "./layer";
import type { Moment } from "./looks";
import { PictureCard } from "./PictureCard";
import { chosenQuery, layersQuery } from "./queries";
import type { Chosen, Layer } from "./types";

interface LayersViewProps {
  run: { id: string; dataset: string };
  runName: string;
  moment: Moment;
}

/** What each layer makes of a sample. */
export function LayersView({ run, runName, moment }: LayersViewProps) {
  const layers = useQuery(layersQuery(run.id, moment));
  const chosen = useQuery(chosenQuery(run.id));
  const { data: dataset } = useQuery(datasetQuery(run.dataset));
  const [at, setAt] = useState(0);
  const [inOrder, setInOrder] = useLocalStorage({ key: "layerloom-layers-first", defaultValue: true });
  const error = layers.error ?? chosen.error;
  if (error) return <Text>{sentenceOf(error)}</Text>;
  if (!layers.data || !chosen.data || !dataset) return <Skeleton height={360} />;
  const shown = inOrder ? layers.data.layers : layers.data.layers.toReversed();
  return (
    <Stack gap="md">
      <SampleChoice chosen={chosen.data} dataset={dataset} at={at} onChange={setAt} />
      <Switch
        label="From the input to the output"
        checked={inOrder}
        onChange={(event) => setInOrder(event.currentTarget.checked)}
      />
      <div className={classes.layers}>
        {shown.map((layer) => (
          <LayerCard
            key={`${layer.layer} ${layer.kind}`}
            layer={layer}
            at={at}
            words={wordsOf(chosen.data, at)}
            file={fileOf(runName, moment)}
          />
        ))}
      </div>
    </Stack>
  );
}

interface LayerCardProps {
  layer: Layer;
  at: number;
  words: readonly string[] | null;
  file: string;
}

function LayerCard({ layer, at, words, file }: LayerCardProps) {
  const title = `${nameOf(layer)}${layer.kind === "scores" ? ": what attends to what" : ""}`;
  const some = layer.kind === "maps" && layer.of > layer.count ? `; the first ${layer.count} channels` : "";
  return (
    <div
      className={layer.kind === "vector" || layer.kind === "strip" ? classes.card : `${classes.card} ${classes.wide}`}
    >
      <PictureCard
        title={title}
        hint={`${layer.title}, ${shapeText(layer.shape)}${some}`}
        file={`${file} ${layer.layer.replaceAll("/", " ")} ${layer.kind}, sample ${at}`}
        numbers={() => layerNumbers(layer, at)}
      >
        {(width) => <LayerPicture layer={layer} at={at} width={width} words={words} />}
      </PictureCard>
    </div>
  );
}

interface SampleChoiceProps {
  chosen: Chosen;
  dataset: Dataset;
  at: number;
  onChange: (at: number) => void;
}

/** The samples that were watched, to choose one of. */
function SampleChoice({ chosen, dataset, at, onChange }: SampleChoiceProps) {
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

function wordsOf(chosen: Chosen, at: number): readonly string[] | null {
  return Object.values(chosen.words)[0]?.[at] ?? null;
}
