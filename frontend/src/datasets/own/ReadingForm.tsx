import { NativeSelect, SimpleGrid, Switch, TagsInput } from "@mantine/core";
import type { Reading } from "./queries";

const DELIMITERS = [
  { value: ",", label: "Comma ," },
  { value: ";", label: "Semicolon ;" },
  { value: "\t", label: "Tab" },
  { value: "|", label: "Bar |" },
  { value: " ", label: "Space" },
];
const ENCODINGS = [
  { value: "utf-8", label: "UTF-8" },
  { value: "utf-8-sig", label: "UTF-8 with a mark" },
  { value: "utf-16", label: "UTF-16" },
  { value: "cp1252", label: "Windows, western" },
  { value: "latin-1", label: "Latin 1" },
];

/** Which letters the bytes of texts stand for. */
export function EncodingSelect({ reading, onReading }: { reading: Reading; onReading: (reading: Reading) => void }) {
  return (
    <NativeSelect
      size="xs"
      label="Encoding"
      data={ENCODINGS}
      value={reading.encoding}
      onChange={(event) => onReading({ ...reading, encoding: event.currentTarget.value as Reading["encoding"] })}
    />
  );
}

/** How the cells of a text file are told apart. */
export function ReadingForm({ reading, onReading }: { reading: Reading; onReading: (reading: Reading) => void }) {
  const known = DELIMITERS.some(({ value }) => value === reading.delimiter);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
      <NativeSelect
        size="xs"
        label="Cells are parted by"
        data={known ? DELIMITERS : [...DELIMITERS, { value: reading.delimiter, label: reading.delimiter }]}
        value={reading.delimiter}
        onChange={(event) => onReading({ ...reading, delimiter: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        label="Decimals are written with"
        data={[
          { value: ".", label: "A point: 1.5" },
          { value: ",", label: "A comma: 1,5" },
        ]}
        value={reading.decimal}
        onChange={(event) => onReading({ ...reading, decimal: event.currentTarget.value as Reading["decimal"] })}
      />
      <EncodingSelect reading={reading} onReading={onReading} />
      <TagsInput
        size="xs"
        label="Counted as missing"
        description="Besides empty cells"
        value={reading.missing.filter((marker) => marker !== "")}
        onChange={(missing) => onReading({ ...reading, missing: ["", ...missing] })}
        style={{ gridColumn: "1 / -1" }}
      />
      <Switch
        size="xs"
        label="The first row names the columns"
        checked={reading.header}
        onChange={(event) => onReading({ ...reading, header: event.currentTarget.checked })}
      />
    </SimpleGrid>
  );
}
