import { Group, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { sentenceOf } from "@/api/client";
import { runDatasetQuery } from "@/datasets/queries";
import type { Dataset, Trained } from "../types";
import { AnySample } from "./AnySample";
import type { DataPart, Place } from "./inside";
import { fileOf } from "./JudgedView";
import { LayerCards } from "./LayerCards";
import type { Moment } from "./looks";
import { chosenQuery, layersQuery } from "./queries";
import { SampleChoice } from "./SampleChoice";

interface LayersViewProps {
  run: Trained & { dataset: string };
  runName: string;
  /** When the watched samples were looked at; never where the run was not watched. */
  moment: Moment | undefined;
  /** Goes back in time; it is of the samples that were watched alone. */
  slider: ReactNode;
  /** Whether the trained network can be asked about any sample. */
  isTrained: boolean;
  place: Place | null;
  onChange: (place: Place | null) => void;
}

const WATCHED = "watched";

/** What each layer makes of a sample: of one that was watched at any time, of any other as the network is kept. */
export function LayersView({ run, runName, moment, slider, isTrained, place, onChange }: LayersViewProps) {
  const { data: dataset, error } = useQuery(runDatasetQuery(run.id));
  if (error) return <Text>{sentenceOf(error)}</Text>;
  if (!dataset) return <Skeleton height={360} />;
  const shown = isTrained ? (place ?? (moment ? null : anyOf(dataset))) : null;
  return (
    <Stack gap="md">
      <Group gap="md">
        {isTrained && (
          <SegmentedControl
            size="xs"
            aria-label="Which samples"
            value={shown?.part ?? WATCHED}
            onChange={(part) => onChange(part === WATCHED ? null : { part: part as DataPart, index: 0 })}
            data={[
              ...(moment ? [{ value: WATCHED, label: "Watched while it learned" }] : []),
              { value: "held_out", label: "Any held-out" },
              { value: "training", label: "Any for training" },
            ]}
          />
        )}
        <Text size="sm" c="dimmed">
          {hintOf(isTrained, shown)}
        </Text>
      </Group>
      {shown ? (
        <AnySample run={run} runName={runName} dataset={dataset} place={shown} onChange={onChange} />
      ) : (
        moment && (
          <>
            {slider}
            <Watched run={run.id} runName={runName} moment={moment} dataset={dataset} />
          </>
        )
      )}
    </Stack>
  );
}

/** The first sample that there is, of those it has never seen where some are kept. */
function anyOf(dataset: Dataset): Place {
  return { part: dataset.test_samples > 0 ? "held_out" : "training", index: 0 };
}

function hintOf(isTrained: boolean, place: Place | null): string {
  if (place) return "Of the network as it is kept.";
  return isTrained ? "" : "These samples are watched; any other can be looked at once training is over.";
}

interface WatchedProps {
  run: string;
  runName: string;
  moment: Moment;
  dataset: Dataset;
}

function Watched({ run, runName, moment, dataset }: WatchedProps) {
  const layers = useQuery(layersQuery(run, moment));
  const chosen = useQuery(chosenQuery(run));
  const [at, setAt] = useState(0);
  const error = layers.error ?? chosen.error;
  if (error) return <Text>{sentenceOf(error)}</Text>;
  if (!layers.data || !chosen.data) return <Skeleton height={360} />;
  return (
    <>
      <SampleChoice chosen={chosen.data} dataset={dataset} at={at} onChange={setAt} />
      <LayerCards
        layers={layers.data.layers}
        at={at}
        words={Object.values(chosen.data.words)[0]?.[at] ?? null}
        file={(layer) => `${fileOf(runName, moment)} ${layer}, sample ${at}`}
      />
    </>
  );
}
