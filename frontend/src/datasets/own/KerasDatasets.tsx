import { Button, Group, NativeSelect, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/api/client";
import { fetchKeras, type KerasDataset } from "./queries";
import { Section } from "./Section";

const NAMES: readonly (readonly [KerasDataset, string])[] = [
  ["mnist", "MNIST: 70,000 digits written by hand"],
  ["fashion_mnist", "Fashion-MNIST: 70,000 pictures of clothes"],
  ["cifar10", "CIFAR-10: 60,000 pictures of ten things"],
  ["cifar100", "CIFAR-100: 60,000 pictures of a hundred things"],
  ["california_housing", "California housing: 20,640 prices"],
  ["boston_housing", "Boston housing: 506 prices"],
  ["imdb", "IMDB: 50,000 reviews of films, good or bad"],
  ["reuters", "Reuters: 11,228 news of 46 topics"],
];

/** The data sets that Keras fetches by name, where the server reaches the internet. */
export function KerasDatasets({ onLook }: { onLook: (upload: string) => void }) {
  const [name, setName] = useState<KerasDataset>("mnist");
  const fetching = useMutation({ mutationFn: () => fetchKeras(name), onSuccess: ({ id }) => onLook(id) });
  return (
    <Section title="Or one of Keras’s">
      <Group gap="sm" align="flex-end">
        <NativeSelect
          size="xs"
          label="Data set"
          style={{ flex: "1 1 240px", maxWidth: 420 }}
          data={NAMES.map(([value, label]) => ({ value, label }))}
          value={name}
          onChange={(event) => setName(event.currentTarget.value as KerasDataset)}
        />
        <Button size="xs" onClick={() => fetching.mutate()} loading={fetching.isPending}>
          Fetch it
        </Button>
      </Group>
      <Text size="sm" role="status">
        {fetching.error
          ? sentenceOf(fetching.error)
          : "The server fetches it whole from the internet; this takes a while."}
      </Text>
    </Section>
  );
}
