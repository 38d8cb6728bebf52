import { Card, Container, EmptyState, Group, SimpleGrid, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconSearch, IconShare } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import { plural } from "@/graph/format";
import { ageText } from "@/home/age";
import cards from "@/home/home.module.css";
import { Thumbnail } from "@/home/Thumbnail";
import { sharedText } from "./choices";
import { type SharedCard, sharedQuery } from "./queries";

const MANY = 7;

function Tile({ network }: { network: SharedCard }) {
  return (
    <Card withBorder padding="sm" className={cards.card} component="article">
      <Card.Section className={cards.picture}>
        <Thumbnail nodes={network.thumbnail} wires={network.wires} />
      </Card.Section>
      <Stack gap={4} mt="sm">
        <Title order={2} size="h5" lineClamp={2} title={network.name}>
          <Link to={`/networks/${network.id}`} className={cards.cardLink}>
            {network.name}
          </Link>
        </Title>
        <Text size="xs" c="dimmed">
          {plural(network.layers, "layer")} · {plural(network.runs, "run")} · changed{" "}
          {ageText(network.changed, Date.now())}
        </Text>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text size="xs">{network.author === null ? "Yours" : `By ${network.author}`}</Text>
          <Text size="xs" c="dimmed">
            {sharedText(network.shared)}
          </Text>
        </Group>
      </Stack>
    </Card>
  );
}

function Tiles({ networks }: { networks: readonly SharedCard[] }) {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = networks.filter(({ name, author }) => `${name} ${author ?? ""}`.toLowerCase().includes(wanted));
  return (
    <>
      {networks.length >= MANY && (
        <TextInput
          aria-label="Search what is shared"
          placeholder="Search by name"
          leftSection={<IconSearch size={16} />}
          maw={320}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {shown.length === 0 && <Text c="dimmed">Nothing that is shared has “{search.trim()}” in its name.</Text>}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="md">
        {shown.map((network) => (
          <Tile key={network.id} network={network} />
        ))}
      </SimpleGrid>
    </>
  );
}

/** The networks that others share with everyone here, or with one's class. */
export function SharedPage() {
  const { data: networks, error, refetch } = useQuery(sharedQuery);
  if (error && !networks) {
    return <ErrorMessage title="What is shared could not be fetched" error={error} onRetry={() => void refetch()} />;
  }
  return (
    <Container size="xl" py="lg">
      <title>Shared · Layerloom</title>
      <Stack gap="md">
        <div>
          <Title order={1} size="h2">
            Shared
          </Title>
          <Text size="sm" c="dimmed">
            Networks to look at and to make your own. Yours is listed here when you share it, by Share in its editor.
          </Text>
        </div>
        {!networks && <Skeleton height={236} />}
        {networks?.length === 0 && (
          <EmptyState
            py="xl"
            icon={<IconShare />}
            title="Nothing is shared yet"
            description="Open a network of yours, press Share and choose Everyone: it stands here then."
          />
        )}
        {networks && networks.length > 0 && <Tiles networks={networks} />}
      </Stack>
    </Container>
  );
}
