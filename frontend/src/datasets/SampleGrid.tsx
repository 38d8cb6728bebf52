import { Group, Stack, Table, Text } from "@mantine/core";
import classes from "./datasets.module.css";
import { FieldValue } from "./FieldValue";
import { columnText, numbersOf, plainText } from "./fieldText";
import type { Dataset, Field, Sample } from "./queries";

interface SampleGridProps {
  dataset: Dataset;
  samples: readonly Sample[];
}

/** Samples as they are best looked at: tiles of pictures and lines, a list of texts, a table of rows. */
export function SampleGrid({ dataset, samples }: SampleGridProps) {
  const input = dataset.fields.find((field) => field.name === dataset.input);
  const target = dataset.fields.find((field) => field.name === dataset.target);
  if (!input || !target) return null;
  if (input.kind === "vector")
    return <RowsTable input={input} others={othersOf(dataset)} target={target} samples={samples} />;
  if (input.kind === "tokens" || input.kind === "text")
    return <Texts input={input} target={target} samples={samples} />;
  return (
    <Group gap="md">
      {samples.map((sample) => (
        <Stack key={sample.index} gap={4} className={classes.tile}>
          <FieldValue
            field={input}
            value={sample.values[input.name]}
            size={72}
            alt={`Sample ${sample.index}: ${plainText(target, sample.values[target.name])}`}
          />
          <Text size="xs" aria-hidden>
            {plainText(target, sample.values[target.name])}
          </Text>
        </Stack>
      ))}
    </Group>
  );
}

/** Further columns of one's own table; fields of the gallery say again what stands in the first. */
function othersOf(dataset: Dataset): Field[] {
  const others = dataset.fields.filter(({ name }) => name !== dataset.input && name !== dataset.target);
  return dataset.own ? others : [];
}

interface Shown {
  input: Field;
  target: Field;
  samples: readonly Sample[];
}

function RowsTable({ input, others, target, samples }: Shown & { others: readonly Field[] }) {
  const columns = input.columns.length > 0 ? input.columns : [input.title];
  return (
    <Table.ScrollContainer
      minWidth={(columns.length + others.length) * 90}
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
    >
      <Table striped className={classes.numbers} fz="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{target.title}</Table.Th>
            {columns.map((column) => (
              <Table.Th scope="col" key={column}>
                {column}
              </Table.Th>
            ))}
            {others.map((field) => (
              <Table.Th scope="col" key={field.name}>
                {field.title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {samples.map((sample) => (
            <Table.Tr key={sample.index}>
              <Table.Th scope="row">{plainText(target, sample.values[target.name])}</Table.Th>
              {numbersOf(sample.values[input.name]).map((value, place) => (
                <Table.Td key={columns[place] ?? place}>{columnText(input, place, value)}</Table.Td>
              ))}
              {others.map((field) => (
                <Table.Td key={field.name}>
                  {field.kind === "text" ? (
                    String(sample.values[field.name] ?? "")
                  ) : (
                    <FieldValue field={field} value={sample.values[field.name]} size={48} />
                  )}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Texts({ input, target, samples }: Shown) {
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{target.title}</Table.Th>
          <Table.Th scope="col">{input.title}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {samples.map((sample) => (
          <Table.Tr key={sample.index}>
            <Table.Th scope="row" style={{ whiteSpace: "nowrap", verticalAlign: "top" }}>
              {plainText(target, sample.values[target.name])}
            </Table.Th>
            <Table.Td>
              <FieldValue field={input} value={sample.values[input.name]} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
