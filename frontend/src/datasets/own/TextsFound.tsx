import { Table } from "@mantine/core";
import classes from "./own.module.css";
import { ClassesFound } from "./PicturesFound";
import type { Inspection, Reading } from "./queries";
import { EncodingSelect } from "./ReadingForm";
import { Section } from "./Section";

/** Texts of an archive, and how some of them begin. */
export function TextsFound({
  inspection,
  onReading,
}: {
  inspection: Inspection;
  onReading: (reading: Reading) => void;
}) {
  return (
    <>
      <Section title="How some begin">
        {inspection.reading && <EncodingSelect reading={inspection.reading} onReading={onReading} />}
        <Table fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Class</Table.Th>
              <Table.Th scope="col">Text</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {inspection.rows.map(([name, text], place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: texts of a file never move
              <Table.Tr key={place}>
                <Table.Th scope="row" style={{ verticalAlign: "top" }}>
                  {name}
                </Table.Th>
                <Table.Td className={classes.passage}>{text}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Section>
      <ClassesFound inspection={inspection} />
    </>
  );
}
