import { NumberInput, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { dateField, daysOf, isWhole } from "@/datasets/days";
import { firstColumn, numbersOf } from "@/datasets/fieldText";
import { SeriesLine } from "@/datasets/SeriesLine";
import { PictureField } from "./PictureField";
import type { Field } from "./types";

const MOST_AT_A_GLANCE = 12;
const MOST_OPTIONS = 100;

interface TryFieldProps {
  field: Field;
  /** Whether the data is somebody's own. */
  isOwn: boolean;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** One input of a model, to be drawn, typed or filled in. */
export function TryField({ field, isOwn, value, onChange }: TryFieldProps) {
  switch (field.kind) {
    case "image":
      return <PictureField field={field} isOwn={isOwn} value={value} onChange={onChange} />;
    case "class":
      return <WordField field={field} value={value} onChange={onChange} />;
    case "tokens":
    case "text":
      return field.classes.length > 0 ? (
        <WordField field={field} value={value} onChange={onChange} />
      ) : (
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

/** One of the words that the data knows: any other would be unknown to the network. */
function WordField({ field, value, onChange }: Omit<TryFieldProps, "isOwn">) {
  return (
    <Select
      label={field.title}
      data={field.classes.map((word) => ({ value: word, label: word || "(nothing)" }))}
      value={typeof value === "string" ? value : null}
      onChange={onChange}
      placeholder="Choose one"
      searchable={field.classes.length > MOST_AT_A_GLANCE}
      limit={MOST_OPTIONS}
      nothingFoundMessage="The data has no such value."
    />
  );
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
          <ColumnInput
            key={field.columns[place] ?? place}
            label={field.columns[place] ?? `Number ${place + 1}`}
            isDate={field.dates.includes(field.columns[place] ?? "")}
            value={number}
            onChange={(next) => onChange(all.with(place, next))}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

interface ColumnProps {
  label: string;
  /** Days since 1970, to be chosen as a date. */
  isDate: boolean;
  /** Not a number while nothing is filled in. */
  value: number;
  onChange: (value: number) => void;
}

function ColumnInput({ label, isDate, value, onChange }: ColumnProps) {
  if (isDate) {
    return (
      <TextInput
        size="xs"
        label={label}
        type={isWhole(value) ? "date" : "datetime-local"}
        value={dateField(value)}
        onChange={(event) => onChange(daysOf(event.currentTarget.value))}
      />
    );
  }
  return (
    <NumberInput
      size="xs"
      label={label}
      value={Number.isFinite(value) ? value : ""}
      onChange={(next) => onChange(typeof next === "number" ? next : Number.NaN)}
    />
  );
}

function SeriesForm({ field, values, onChange }: NumbersProps) {
  const wanted = field.shape.reduce((product, size) => product * size, 1);
  return (
    <Stack gap="xs">
      {values.length > 1 && (
        <SeriesLine
          values={firstColumn(field, values).filter(Number.isFinite)}
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
