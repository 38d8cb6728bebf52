import { NumberInput, Select, SimpleGrid, Stack, Text, Textarea } from "@mantine/core";
import { numbersOf } from "@/datasets/FieldValue";
import { SeriesLine } from "@/datasets/SeriesLine";
import { PictureField } from "./PictureField";
import type { Field } from "./types";

interface TryFieldProps {
  field: Field;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** One input of a model, to be drawn, typed or filled in. */
export function TryField({ field, value, onChange }: TryFieldProps) {
  switch (field.kind) {
    case "image":
      return <PictureField field={field} value={value} onChange={onChange} />;
    case "tokens":
    case "text":
      return (
        <Textarea
          label={field.title}
          description={field.shape[0] ? `Type a sentence; the last ${field.shape[0]} words count.` : "Type a sentence."}
          autosize
          minRows={3}
          value={String(value ?? "")}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "vector":
      return <RowForm field={field} values={numbersOf(value)} onChange={onChange} />;
    case "series":
      return <SeriesForm field={field} values={numbersOf(value)} onChange={onChange} />;
    case "class":
      return (
        <Select label={field.title} data={field.classes} value={value ? String(value) : null} onChange={onChange} />
      );
    case "value":
      return (
        <NumberInput
          label={field.title}
          suffix={field.unit && ` ${field.unit}`}
          value={typeof value === "number" ? value : ""}
          onChange={onChange}
        />
      );
  }
}

interface NumbersProps {
  field: Field;
  values: readonly number[];
  onChange: (values: number[]) => void;
}

function RowForm({ field, values, onChange }: NumbersProps) {
  const count = field.shape[0] ?? 0;
  const all = Array.from({ length: count }, (_, place) => values[place] ?? Number.NaN);
  return (
    <Stack gap="xs" component="fieldset" style={{ border: 0, margin: 0, padding: 0 }}>
      <Text component="legend" fw={600} size="sm">
        {field.title}
      </Text>
      <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="xs">
        {all.map((number, place) => (
          <NumberInput
            key={field.columns[place] ?? place}
            size="xs"
            label={field.columns[place] ?? `Number ${place + 1}`}
            value={Number.isFinite(number) ? number : ""}
            onChange={(next) => onChange(all.with(place, typeof next === "number" ? next : Number.NaN))}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function SeriesForm({ field, values, onChange }: NumbersProps) {
  const wanted = field.shape.reduce((product, size) => product * size, 1);
  return (
    <Stack gap="xs">
      {values.length > 1 && (
        <SeriesLine
          values={values.filter(Number.isFinite)}
          width={320}
          height={90}
          label={`${field.title} as a line`}
        />
      )}
      <Textarea
        label={field.title}
        description={`${wanted} numbers, the newest last; ${values.length} so far.`}
        autosize
        minRows={3}
        defaultValue={values.join(" ")}
        key={values.length === wanted ? values.join(" ") : "typing"}
        onBlur={(event) =>
          onChange(
            event.currentTarget.value
              .split(/[\s,;]+/)
              .filter(Boolean)
              .map(Number),
          )
        }
      />
    </Stack>
  );
}
