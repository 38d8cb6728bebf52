import { Button, Container, Group, SimpleGrid, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconFileImport, IconPlus, IconSearch } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import { tell } from "@/app/tell";
import { LessonGallery } from "@/guide/LessonGallery";
import { ImportDialog } from "@/importing/ImportDialog";
import { useImporting } from "@/importing/importing";
import { EmptyHome } from "./EmptyHome";
import { DeleteNetwork, RenameNetwork } from "./NetworkDialogs";
import { NetworkTile } from "./NetworkTile";
import { createNetwork, duplicateNetwork, type NetworkCard, networksQuery } from "./queries";
import { TemplateGallery } from "./TemplateGallery";

/** From this many networks on there is a search. */
const MANY = 7;

/** One's networks, and templates to start from. */
export function HomePage() {
  const { data: networks, error, refetch } = useQuery(networksQuery);
  const { open, opening } = useOpenNew();
  if (error && !networks) {
    return <ErrorMessage title="Your networks could not be fetched" error={error} onRetry={() => void refetch()} />;
  }
  return (
    <Container size="xl" py="lg">
      <title>Networks · Layerloom</title>
      <Stack gap="xl">
        <Group justify="space-between">
          <Title order={1} size="h2">
            Networks
          </Title>
          <Group gap="xs">
            <Button leftSection={<IconFileImport size={16} />} onClick={() => useImporting.getState().open()}>
              Import
            </Button>
            <Button
              variant={networks?.length === 0 ? "default" : "filled"}
              leftSection={<IconPlus size={16} />}
              onClick={() => open("")}
              loading={opening === ""}
            >
              New network
            </Button>
          </Group>
        </Group>
        {networks === undefined && <WaitingTiles />}
        {networks?.length === 0 && (
          <EmptyHome onOpen={(template) => open(template.name)} onNew={() => open("")} opening={opening} />
        )}
        {networks && networks.length > 0 && <Networks networks={networks} />}
        <LessonGallery />
        <TemplateGallery onOpen={(template) => open(template.name)} opening={opening} />
      </Stack>
      <ImportDialog />
    </Container>
  );
}

/** Makes a network from a template, or an empty one for "", and opens it. */
function useOpenNew() {
  const navigate = useNavigate();
  const create = useMutation({
    mutationFn: (template: string) => createNetwork(template === "" ? {} : { template }),
    onSuccess: (network) => navigate(`/networks/${network.id}`),
    onError: tell("No network was made"),
  });
  return { open: (template: string) => create.mutate(template), opening: create.isPending ? create.variables : null };
}

function WaitingTiles() {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="md">
      {[1, 2, 3, 4].map((place) => (
        <Skeleton key={place} height={236} />
      ))}
    </SimpleGrid>
  );
}

function Networks({ networks }: { networks: readonly NetworkCard[] }) {
  const [search, setSearch] = useState("");
  const [renamed, setRenamed] = useState<NetworkCard | null>(null);
  const [deleted, setDeleted] = useState<NetworkCard | null>(null);
  const duplicate = useMutation({
    mutationFn: (network: NetworkCard) => duplicateNetwork(network.id),
    onError: tell("No copy was made"),
  });
  const wanted = search.trim().toLowerCase();
  const shown = networks.filter((network) => network.name.toLowerCase().includes(wanted));
  return (
    <Stack gap="sm" component="section" aria-label="Your networks">
      {networks.length >= MANY && (
        <TextInput
          aria-label="Search networks"
          placeholder="Search by name"
          leftSection={<IconSearch size={16} />}
          maw={320}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {shown.length === 0 && <Text c="dimmed">No network has “{search.trim()}” in its name.</Text>}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="md">
        {shown.map((network) => (
          <NetworkTile
            key={network.id}
            network={network}
            onDuplicate={() => duplicate.mutate(network)}
            onRename={() => setRenamed(network)}
            onDelete={() => setDeleted(network)}
          />
        ))}
      </SimpleGrid>
      {renamed && <RenameNetwork network={renamed} onClose={() => setRenamed(null)} />}
      {deleted && <DeleteNetwork network={deleted} onClose={() => setDeleted(null)} />}
    </Stack>
  );
}
