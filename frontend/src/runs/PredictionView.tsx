import { Stack, Text } from "@mantine/core";
import { PixelImage } from "@/datasets/PixelImage";
import { pixelsFromValues } from "@/datasets/pixels";
import { ProbabilityBars } from "./ProbabilityBars";
import { SeveralCard, severalOf } from "./SeveralNumbers";
import { sharesOf } from "./shares";
import type { Field, Prediction } from "./types";

interface PredictionViewProps {
  prediction: Prediction;
  field: Field | undefined;
  /** With one output its name need not be said. */
  isOnly: boolean;
}

/** What one output says: a class with how sure it is, a value or several, or a picture. */
export function PredictionView({ prediction, field, isOnly }: PredictionViewProps) {
  const several = severalOf(field, prediction.values);
  return (
    <Stack gap="xs">
      {!isOnly && (
        <Text size="sm" c="dimmed">
          {prediction.output}
        </Text>
      )}
      {prediction.label !== "" && (
        <Text size={several ? "md" : "xl"} fw={700} data-prediction>
          {prediction.label}
        </Text>
      )}
      {field?.kind === "image" && <PredictedPicture prediction={prediction} size={140} />}
      {field?.kind === "class" && <ProbabilityBars shares={sharesOf(prediction, field)} />}
      {field && several && <SeveralCard field={field} predicted={several} file={prediction.output} />}
    </Stack>
  );
}

/** A predicted picture, as an autoencoder gives one. */
export function PredictedPicture({ prediction, size }: { prediction: Prediction; size: number }) {
  const pixels = pixelsFromValues(
    prediction.values.map((value) => Math.min(1, Math.max(0, value))),
    prediction.shape,
  );
  return pixels && <PixelImage pixels={pixels} size={size} alt="The picture the network gives back" />;
}
