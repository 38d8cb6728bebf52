import { Group, Table, Text, useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { firstColumn } from "@/datasets/fieldText";
import { Chart } from "./eyes/Chart";
import { PictureCard } from "./eyes/PictureCard";
import { extentOf } from "./eyes/scale";
import { Swatch } from "./Legend";
import { lineStyle } from "./lineStyles";
import { measuredText } from "./numbers";
import type { Field } from "./types";

const NUMERIC: ReadonlySet<Field["kind"]> = new Set(["value", "vector", "series"]);
const MOST_LISTED = 8;
const LARGE = 220;
const SMALL = 150;

interface SeveralProps {
  field: Field;
  predicted: readonly number[];
  /** What is true, where that is known. */
  truth?: readonly number[] | null;
}

/** The numbers that a field holds, where there are several; null for everything else. */
export function severalOf(field: Field | undefined, values: unknown): number[] | null {
  if (!field || !NUMERIC.has(field.kind)) return null;
  const numbers = firstColumn(field, values);
  return numbers.length > 1 ? numbers : null;
}

/** Several numbers that a network says: a list of few, of many a picture to be taken away. */
export function SeveralCard({ field, predicted, file }: SeveralProps & { file: string }) {
  if (predicted.length <= MOST_LISTED) return <NumbersList field={field} predicted={predicted} />;
  return (
    <PictureCard
      title={field.title}
      file={`${file} ${field.title}`}
      numbers={() => ({ head: ["place", "predicted"], rows: predicted.map((value, at) => [at + 1, value]) })}
    >
      {(width) => <NumbersLines field={field} predicted={predicted} width={width} height={LARGE} />}
    </PictureCard>
  );
}

/** Several numbers that a network says beside what is true: a list of few, two lines of many. */
export function SeveralBeside({ field, predicted, truth }: SeveralProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  if (predicted.length <= MOST_LISTED) return <NumbersList field={field} predicted={predicted} truth={truth} />;
  return (
    <div ref={ref}>
      {width > 0 && (
        <NumbersLines field={field} predicted={predicted} truth={truth} width={Math.floor(width)} height={SMALL} />
      )}
      <LinesLegend hasTruth={!!truth} />
    </div>
  );
}

function LinesLegend({ hasTruth }: { hasTruth: boolean }) {
  const scheme = useComputedColorScheme("light");
  const names = hasTruth ? ["Predicted", "True"] : ["Predicted"];
  return (
    <Group gap="sm">
      {names.map((name, place) => (
        <Group key={name} gap={6} wrap="nowrap">
          <Swatch line={{ ...lineStyle(place, scheme), width: 2 }} />
          <Text size="xs">{name}</Text>
        </Group>
      ))}
    </Group>
  );
}

function NumbersList({ field, predicted, truth }: SeveralProps) {
  const names = field.kind === "vector" ? field.columns : [];
  return (
    <Table fz="xs" verticalSpacing={2} w="fit-content" style={{ fontVariantNumeric: "tabular-nums" }}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{field.unit || field.title}</Table.Th>
          {truth && <Table.Th scope="col">True</Table.Th>}
          <Table.Th scope="col">Predicted</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {predicted.map((value, place) => (
          <Table.Tr key={names[place] ?? place}>
            <Table.Th scope="row">{names[place] ?? place + 1}</Table.Th>
            {truth && <Table.Td ta="right">{measuredText(truth[place] ?? Number.NaN)}</Table.Td>}
            <Table.Td ta="right">{measuredText(value)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function NumbersLines({ field, predicted, truth, width, height }: SeveralProps & { width: number; height: number }) {
  const scheme = useComputedColorScheme("light");
  const lines = [predicted, ...(truth ? [truth] : [])];
  return (
    <Chart
      width={width}
      height={height}
      x={{ title: "Place", range: [1, predicted.length], isWhole: true }}
      y={{ title: field.unit || "Value", range: extentOf(lines.flat()) }}
      label={`${field.title}: ${predicted.length.toLocaleString("en")} numbers, from ${measuredText(Math.min(...predicted))} to ${measuredText(Math.max(...predicted))}${truth ? ", beside what is true" : ""}`}
    >
      {(x, y) =>
        lines.map((values, place) => {
          const { color, dash } = lineStyle(place, scheme);
          return (
            <polyline
              key={place === 0 ? "predicted" : "true"}
              points={values.map((value, at) => `${x(at + 1)},${y(value)}`).join(" ")}
              fill="none"
              stroke={color}
              strokeWidth={1.8}
              strokeDasharray={dash.join(" ")}
            />
          );
        })
      }
    </Chart>
  );
}
