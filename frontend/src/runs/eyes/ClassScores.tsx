import { Progress, Table } from "@mantine/core";
import { percentText } from "../numbers";
import type { JudgedClasses } from "./types";

const MEASURES = ["precision", "recall", "f1"] as const;
const TITLES = { precision: "Precision", recall: "Recall", f1: "F1" };

/** How the network does on each class, as numbers with bars. */
export function ClassScores({ judged }: { judged: JudgedClasses }) {
  return (
    <Table.ScrollContainer
      minWidth={380}
      maxHeight={520}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": "Every class" } }}
    >
      <Table fz="xs" verticalSpacing={4} stickyHeader style={{ fontVariantNumeric: "tabular-nums" }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{judged.title}</Table.Th>
            {MEASURES.map((measure) => (
              <Table.Th scope="col" key={measure}>
                {TITLES[measure]}
              </Table.Th>
            ))}
            <Table.Th scope="col" ta="right">
              Samples
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {judged.by_class.map((one) => (
            <Table.Tr key={one.name}>
              <Table.Th scope="row" fw={400}>
                {one.name}
              </Table.Th>
              {MEASURES.map((measure) => (
                <Table.Td key={measure} w="22%">
                  <Score share={one[measure]} />
                </Table.Td>
              ))}
              <Table.Td ta="right">{one.support}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Score({ share }: { share: number | null }) {
  if (share === null) return "–";
  return (
    <>
      {percentText(share)}
      <Progress value={share * 100} size={4} aria-hidden />
    </>
  );
}
