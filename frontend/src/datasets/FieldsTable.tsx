import { Code, Table } from "@mantine/core";
import { shapeText } from "@/graph/format";
import type { Field } from "./queries";

const KINDS: Record<Field["kind"], string> = {
  image: "Picture, each pixel between 0 and 1",
  vector: "Numbers",
  tokens: "Words as numbers",
  text: "Text as it was written",
  series: "Numbers in time order",
  class: "Class",
  value: "Number",
};

/** What a data set's arrays are. */
export function FieldsTable({ fields, input, target }: { fields: readonly Field[]; input: string; target: string }) {
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Field</Table.Th>
            <Table.Th scope="col">What it is</Table.Th>
            <Table.Th scope="col">Shape of one sample</Table.Th>
            <Table.Th scope="col">Used as</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map((field) => (
            <Table.Tr key={field.name}>
              <Table.Th scope="row" fw={500}>
                {field.title} {field.title !== field.name && <Code>{field.name}</Code>}
              </Table.Th>
              <Table.Td>{describe(field)}</Table.Td>
              <Table.Td>{field.kind === "text" ? "one text" : shapeText(field.shape)}</Table.Td>
              <Table.Td>{roleOf(field.name, input, target)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function roleOf(name: string, input: string, target: string): string {
  if (name === input) return "Input";
  return name === target ? "Target" : "";
}

const LISTED = 12;

function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  return names.slice(0, LISTED).join(", ") + (more > 0 ? `, and ${more} more` : "");
}

function describe(field: Field): string {
  if (field.kind === "class") return `One of ${field.classes.length} classes: ${listed(field.classes)}`;
  if (field.kind === "text" && field.classes.length > 0)
    return `One of ${field.classes.length} words: ${listed(field.classes)}`;
  if (field.kind === "tokens" && field.vocabulary_size)
    return `Words as numbers below ${field.vocabulary_size.toLocaleString("en")}`;
  const scaled = field.scale?.length ? ", standardised" : "";
  return `${KINDS[field.kind]}${field.unit ? ` (${field.unit})` : ""}${scaled}`;
}
