import { Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { PixelImage } from "@/datasets/PixelImage";
import { pixelsFromValues } from "@/datasets/pixels";
import { DigitPad } from "./DigitPad";
import { PictureButton } from "./PictureButton";
import { PictureDrop } from "./PictureDrop";
import { valuesOfFile } from "./pictureFile";
import type { Field } from "./types";

interface PictureFieldProps {
  field: Field;
  /** Whether the data is somebody's own pictures, which were stretched when they were read. */
  isOwn: boolean;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** A picture as a model's input: drawn on a pad where it is grey, taken from a file, or dropped. */
export function PictureField({ field, isOwn, value, onChange }: PictureFieldProps) {
  const [height = 1, width = 1, channels = 1] = field.shape;
  const [fault, setFault] = useState<string | null>(null);
  const take = (file: File) =>
    valuesOfFile(file, { width, height, channels }, isOwn).then(
      (values) => {
        setFault(null);
        onChange(values);
      },
      () => setFault(`${file.name} is no picture that this browser can read. Choose a PNG, JPEG or WebP file.`),
    );
  return (
    <PictureDrop onFile={(file) => void take(file)}>
      {channels === 1 ? (
        <DigitPad height={height} width={width} title={field.title} rows={greyRows(value)} onChange={onChange} />
      ) : (
        <Seen field={field} value={value} />
      )}
      <Group gap="xs">
        <PictureButton onFile={(file) => void take(file)} />
      </Group>
      {fault && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {fault}
        </Text>
      )}
    </PictureDrop>
  );
}

function Seen({ field, value }: Pick<PictureFieldProps, "field" | "value">) {
  const [height = 1, width = 1] = field.shape;
  const seen = Array.isArray(value) && pixelsFromValues(value.flat(2) as number[], field.shape);
  return (
    <Stack gap="xs">
      <Text size="sm">What the network sees</Text>
      {seen ? (
        <PixelImage pixels={seen} size={224} alt={`${field.title} as the network reads it`} />
      ) : (
        <Text size="sm" c="dimmed">
          A picture of {height} × {width} pixels: yours is stretched to that.
        </Text>
      )}
    </Stack>
  );
}

function greyRows(value: unknown): number[][] | null {
  return Array.isArray(value) && Array.isArray(value[0]) && !Array.isArray(value[0][0]) ? (value as number[][]) : null;
}
