import { Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { sentenceOf } from "@/api/client";
import type { Trained } from "../types";
import { BoundaryPicture } from "./BoundaryPicture";
import { boundaryNumbers } from "./boundary";
import { fileOf } from "./JudgedView";
import type { Moment } from "./looks";
import { PairChoice, type PlaneChoice } from "./PairChoice";
import { PictureCard } from "./PictureCard";
import { boundaryQuery, planeQuery } from "./queries";
import type { Plane } from "./types";

interface BoundaryViewProps {
  run: Trained & { dataset: string };
  runName: string;
  moment: Moment;
  /** Goes back in time; it is of the first two numbers alone. */
  slider: ReactNode;
  /** Whether the trained network can be asked about any two numbers. */
  isTrained: boolean;
}

/** What a network of rows says wherever two of its numbers may lie. */
export function BoundaryView({ run, runName, moment, slider, isTrained }: BoundaryViewProps) {
  const watched = useQuery(boundaryQuery(run.id, moment));
  const [choice, setChoice] = useState<PlaneChoice | null>(null);
  const asked = useQuery({
    ...planeQuery(run, choice?.pair ?? [0, 1], choice?.held ?? null),
    enabled: choice !== null && isTrained,
  });
  const shown = choice && isTrained ? asked : watched;
  const names = watched.data?.names ?? [];
  if (watched.error) return <Text>{sentenceOf(watched.error)}</Text>;
  if (!watched.data) return <Skeleton height={480} />;
  return (
    <Stack gap="md">
      {names.length > 2 && (
        <PairChoice names={names} run={run} isTrained={isTrained} choice={choice} onChange={setChoice} />
      )}
      {!choice && slider}
      {shown.error && <Text size="sm">{sentenceOf(shown.error)}</Text>}
      {!shown.data && !shown.error && <Skeleton height={480} />}
      {shown.data && !shown.error && (
        <PlaneCard
          plane={shown.data}
          hint={heldText(names.length, choice?.held ?? null)}
          file={choice ? `${runName}, as kept,` : fileOf(runName, moment)}
        />
      )}
    </Stack>
  );
}

function PlaneCard({ plane, hint, file }: { plane: Plane; hint: string; file: string }) {
  const isValue = plane.chosen === null;
  const by = plane.features.map((feature) => feature.name).join(" and ");
  const ground = isValue
    ? "The ground is what the network says, the dots are samples."
    : "The ground is the likeliest class, the stronger the surer; the marks are samples with their true class.";
  return (
    <Stack maw={760}>
      <PictureCard
        title={isValue ? `${plane.title} over two numbers` : "Decision boundary"}
        hint={`${ground}${hint}`}
        file={`${file} boundary of ${by}`}
        numbers={() => boundaryNumbers(plane)}
      >
        {(width) => <BoundaryPicture bounded={plane} width={width} />}
      </PictureCard>
    </Stack>
  );
}

function heldText(numbers: number, held: number | null): string {
  if (numbers <= 2) return "";
  const others = numbers === 3 ? "The third number is" : `The other ${numbers - 2} numbers are`;
  const where = held === null ? "held at the median of the samples" : `held as in held-out sample ${held}`;
  return ` ${others} ${where}, so a sample may lie on ground of another colour than it would get itself.`;
}
