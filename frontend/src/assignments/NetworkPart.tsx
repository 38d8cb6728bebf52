import { Button, Group, Select, SimpleGrid, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { tell } from "@/app/tell";
import { plural } from "@/graph/format";
import { networksQuery } from "@/home/queries";
import { documentOf } from "./starters";
import type { AssignmentIn, PartProps } from "./types";

type Network = AssignmentIn["starter"] | null | undefined;

/** The network that everybody starts from, and the teacher's own solution. */
export function NetworkPart({ draft, change }: PartProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
      <Choice
        label="Starter network"
        about="Each student starts from a copy of it."
        none="An empty canvas."
        network={draft.starter}
        onChange={(starter) => change({ starter: starter ?? undefined } as Partial<AssignmentIn>)}
        onClear={() => change({ starter: undefined } as Partial<AssignmentIn>)}
      />
      <Choice
        label="Solution"
        about="Only who teaches the class sees it."
        none="None."
        network={draft.solution}
        onChange={(solution) => change({ solution })}
        onClear={() => change({ solution: null })}
      />
    </SimpleGrid>
  );
}

interface ChoiceProps {
  label: string;
  about: string;
  none: string;
  network: Network;
  onChange: (network: Network) => void;
  onClear: () => void;
}

function Choice({ label, about, none, network, onChange, onClear }: ChoiceProps) {
  const { data: networks = [] } = useQuery(networksQuery);
  const take = useMutation({ mutationFn: documentOf, onSuccess: onChange, onError: tell("It was not taken") });
  const count = network?.nodes?.length ?? 0;
  return (
    <Stack gap={6}>
      <Select
        label={label}
        description={about}
        placeholder="Take a copy of a network of yours"
        data={networks.map(({ id, name }) => ({ value: id, label: name }))}
        value={null}
        onChange={(id) => id && take.mutate(id)}
        searchable
        nothingFoundMessage="No network of yours is called so"
      />
      <Group gap="xs">
        <Text size="sm">{network && count > 0 ? `${network.name}, ${plural(count, "layer")}.` : none}</Text>
        {network && count > 0 && (
          <Button size="compact-xs" onClick={onClear}>
            Take it away
          </Button>
        )}
      </Group>
    </Stack>
  );
}
