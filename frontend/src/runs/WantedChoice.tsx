import { Group, SegmentedControl, Select, Text } from "@mantine/core";
import { SampleStepper } from "./eyes/SampleStepper";
import type { Wanted } from "./queries";

interface WantedChoiceProps {
  wanted: Wanted;
  /** Samples in that part of the data. */
  of: number;
  /** How many of them were put in order by their loss. */
  ranked: number | null;
  onChange: (wanted: Wanted) => void;
}

/** Which samples the network is shown. */
export function WantedChoice({ wanted, of, ranked, onChange }: WantedChoiceProps) {
  const { part, order, first } = wanted;
  return (
    <Group gap="md" align="center">
      <SegmentedControl
        size="xs"
        aria-label="Which samples"
        value={part}
        onChange={(value) => onChange({ part: value as Wanted["part"], order, first: 0 })}
        data={[
          { value: "held_out", label: "Held-out" },
          { value: "training", label: "For training" },
        ]}
      />
      <Select
        size="xs"
        w={170}
        aria-label="In which order"
        allowDeselect={false}
        value={order}
        onChange={(value) => onChange({ part, order: value as Wanted["order"], first: 0 })}
        data={[
          { value: "in_order", label: "In their order" },
          { value: "hardest", label: "Hardest first" },
          { value: "easiest", label: "Easiest first" },
        ]}
      />
      {order === "in_order" ? (
        <Group gap={6} wrap="nowrap">
          <Text size="xs">From sample</Text>
          <SampleStepper
            label="Index of the first sample"
            index={first}
            of={of}
            onChange={(index) => onChange({ ...wanted, first: index })}
          />
        </Group>
      ) : (
        <Text size="xs" c="dimmed">
          {rankedText(of, ranked)}
        </Text>
      )}
    </Group>
  );
}

function rankedText(of: number, ranked: number | null): string {
  if (ranked === null) return "";
  const some = ranked < of ? `, of ${ranked.toLocaleString("en")} spread over all ${of.toLocaleString("en")}` : "";
  return `By their loss${some}.`;
}
