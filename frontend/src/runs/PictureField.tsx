import { Group, Stack, Text } from "@mantine/core";
import { PixelImage } from "@/datasets/PixelImage";
import { pixelsFromValues } from "@/datasets/pixels";
import { DigitPad } from "./DigitPad";
import { PictureButton } from "./PictureButton";
import type { Field } from "./types";

interface PictureFieldProps {
  field: Field;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** A picture as a model's input: drawn on a pad where it is grey, or taken from a file. */
export function PictureField({ field, value, onChange }: PictureFieldProps) {
  const [height = 1, width = 1, channels = 1] = field.shape;
  const button = <PictureButton width={width} height={height} channels={channels} onPick={onChange} />;
  if (channels === 1) {
    return (
      <Stack gap="xs">
        <DigitPad height={height} width={width} title={field.title} rows={greyRows(value)} onChange={onChange} />
        <Group gap="xs">{button}</Group>
      </Stack>
    );
  }
  const seen = Array.isArray(value) && pixelsFromValues(value.flat(2) as number[], [height, width, channels]);
  return (
    <Stack gap="xs">
      <Text size="sm">What the network sees</Text>
      {seen ? (
        <PixelImage pixels={seen} size={224} alt={`${field.title} as the network reads it`} />
      ) : (
        <Text size="sm" c="dimmed">
          A picture of {height} × {width} pixels, made from the middle of yours.
        </Text>
      )}
      <Group gap="xs">{button}</Group>
    </Stack>
  );
}

function greyRows(value: unknown): number[][] | null {
  return Array.isArray(value) && Array.isArray(value[0]) && !Array.isArray(value[0][0]) ? (value as number[][]) : null;
}
