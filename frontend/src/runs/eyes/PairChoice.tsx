import { Button, Group, Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { runDatasetQuery } from "@/datasets/queries";
import { SampleStepper } from "./SampleStepper";

/** Two of the numbers that a network is given, and where the others are held: as in a held-out sample, or at their medians. */
export interface PlaneChoice {
  pair: readonly [number, number];
  held: number | null;
}

interface PairChoiceProps {
  names: readonly string[];
  run: { id: string; dataset: string };
  isTrained: boolean;
  /** None shows the first two, as they were watched. */
  choice: PlaneChoice | null;
  onChange: (choice: PlaneChoice | null) => void;
}

const FIRST: PlaneChoice = { pair: [0, 1], held: null };

/** Which two numbers the plane is of; any two once there is a trained network to ask. */
export function PairChoice({ names, run, isTrained, choice, onChange }: PairChoiceProps) {
  const { data: dataset } = useQuery(runDatasetQuery(run.id));
  if (!isTrained) {
    return (
      <Text size="sm" c="dimmed">
        Of {names[0]} and {names[1]}, the first two numbers; any other two can be chosen once training is over.
      </Text>
    );
  }
  const { pair, held } = choice ?? FIRST;
  const options = names.map((name, place) => ({ value: String(place), label: name }));
  const axis = (label: string, at: 0 | 1) => (
    <Select
      label={label}
      size="xs"
      w={200}
      searchable
      allowDeselect={false}
      data={options.map((option) => ({ ...option, disabled: option.value === String(pair[1 - at]) }))}
      value={String(pair[at])}
      onChange={(value) => onChange({ pair: at === 0 ? [Number(value), pair[1]] : [pair[0], Number(value)], held })}
    />
  );
  return (
    <Group gap="md" align="flex-end">
      {axis("Across", 0)}
      {axis("Up", 1)}
      <Select
        label="The others are held"
        size="xs"
        w={200}
        allowDeselect={false}
        data={[
          { value: "median", label: "at their median" },
          { value: "sample", label: "as in a held-out sample" },
        ]}
        value={held === null ? "median" : "sample"}
        onChange={(value) => onChange({ pair, held: value === "median" ? null : 0 })}
      />
      {held !== null && (
        <SampleStepper
          label="Index of the held-out sample"
          index={held}
          of={dataset?.test_samples}
          onChange={(index) => onChange({ pair, held: index })}
        />
      )}
      {choice && (
        <Button size="xs" onClick={() => onChange(null)}>
          Watch the first two learn
        </Button>
      )}
    </Group>
  );
}
