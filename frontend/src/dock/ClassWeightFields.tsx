import { Group, NumberInput, Select, Stack, Text } from "@mantine/core";
import { useEditor } from "@/graph/store";
import type { Dataset, OutputBinding } from "@/graph/types";
import { type Way, wayOf, weighable, weightsFor, withWeight } from "./classWeights";
import { useTraining } from "./useTraining";

const WAYS: readonly { value: Way; label: string }[] = [
  { value: "none", label: "all alike" },
  { value: "balanced", label: "balanced" },
  { value: "each", label: "one by one" },
];

const MEANINGS: Readonly<Record<Way, string>> = {
  none: "Every sample counts alike.",
  balanced: "Rare classes count more, as much as the training data asks for.",
  each: "A sample of a class of weight 2 counts as two.",
};

function Weights({ names }: { names: readonly string[] }) {
  const [{ class_weight: weights }, change] = useTraining();
  const given = typeof weights === "object" && weights !== null ? weights : {};
  return names.map((name, label) => (
    <Group key={name} gap={8} wrap="nowrap" justify="space-between">
      <Text size="xs" truncate>
        {name}
      </Text>
      <NumberInput
        size="xs"
        w={90}
        aria-label={`Weight of ${name}`}
        min={0}
        step={0.5}
        value={given[String(label)] ?? 1}
        onChange={(weight) => {
          if (typeof weight === "number") change({ class_weight: withWeight(weights, label, weight) });
        }}
      />
    </Group>
  ));
}

/** How much the samples of each class count. */
export function ClassWeightFields({
  outputs,
  dataset,
}: {
  outputs: readonly OutputBinding[];
  dataset: Dataset | undefined;
}) {
  const [{ class_weight: weights }, change] = useTraining();
  const problem = useEditor((state) => state.problems.get("")?.find(({ param }) => param === "training.class_weight"));
  const names = weighable(outputs, dataset);
  const way = wayOf(weights);
  if (names.length === 0 && weights === null) return null;
  return (
    <Stack gap={6}>
      <Select
        size="xs"
        label="class weights"
        description={MEANINGS[way]}
        data={WAYS}
        value={way}
        error={problem?.message}
        allowDeselect={false}
        onChange={(chosen) => chosen && change({ class_weight: weightsFor(chosen as Way) })}
      />
      {way === "each" && <Weights names={names} />}
    </Stack>
  );
}
