import { Anchor, Button, Card, Container, Group, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useId } from "react";
import { Link, useNavigate } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import classes from "./datasets.module.css";
import { FieldValue } from "./FieldValue";
import { DropTarget } from "./own/DropTarget";
import { Sending } from "./own/Sending";
import { useUploading } from "./own/uploading";
import { type Dataset, datasetsQuery, fewSamplesQuery } from "./queries";

/** One's own data sets, and the gallery. */
export function DatasetsPage() {
  const { data, error, refetch } = useQuery(datasetsQuery);
  const navigate = useNavigate();
  const openUpload = useCallback(() => void navigate("/datasets/new"), [navigate]);
  if (error) {
    return <ErrorMessage title="The data sets could not be fetched" error={error} onRetry={() => void refetch()} />;
  }
  const own = data?.filter((dataset) => dataset.own) ?? [];
  return (
    <Container size="xl" py="lg">
      <title>Data sets · Layerloom</title>
      <Stack gap="lg">
        <Group justify="space-between" gap="sm">
          <div style={{ flex: "1 1 260px" }}>
            <Title order={1} size="h2">
              Data sets
            </Title>
            <Text c="dimmed">Real data to train on, kept on this machine. Open one to look at its samples.</Text>
          </div>
          <Button variant="filled" leftSection={<IconUpload size={16} />} component={Link} to="/datasets/new">
            Upload data
          </Button>
        </Group>
        <OnItsWay />
        {data && (
          <Gallery title="Yours">
            {own.map((dataset) => (
              <DatasetCard key={dataset.name} dataset={dataset} />
            ))}
            {own.length === 0 && (
              <Text size="sm" c="dimmed" style={{ gridColumn: "1 / -1" }}>
                Data of your own goes here. Drop a file anywhere on this page, or press Upload data.
              </Text>
            )}
          </Gallery>
        )}
        <Gallery title="Gallery">
          {data
            ? data
                .filter((dataset) => !dataset.own)
                .map((dataset) => <DatasetCard key={dataset.name} dataset={dataset} />)
            : [1, 2, 3, 4, 5, 6].map((place) => <Skeleton key={place} height={210} />)}
        </Gallery>
      </Stack>
      <DropTarget onTaken={openUpload} />
    </Container>
  );
}

function Gallery({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
        {children}
      </SimpleGrid>
    </section>
  );
}

/** The file that is being sent, or was sent meanwhile. */
function OnItsWay() {
  const state = useUploading((uploading) => uploading.state);
  if (state.kind === "sending") return <Sending state={state} />;
  if (state.kind === "none") return null;
  return (
    <Text size="sm">
      {state.kind === "arrived" ? "Your file is here. " : `${state.name} did not arrive. `}
      <Anchor component={Link} to="/datasets/new" size="sm" underline="always">
        {state.kind === "arrived" ? "Look at it" : "See why"}
      </Anchor>
    </Text>
  );
}

function DatasetCard({ dataset }: { dataset: Dataset }) {
  const title = useId(); // names the link, whatever the samples above it say
  return (
    <Card
      withBorder
      padding="md"
      component={Link}
      to={`/datasets/${dataset.name}`}
      className={classes.card}
      aria-labelledby={title}
    >
      <Stack gap="xs" h="100%">
        <div className={classes.preview}>
          <CardSamples dataset={dataset} />
        </div>
        <Title order={3} size="h4" id={title}>
          {dataset.title}
        </Title>
        <Text size="sm">{dataset.summary}</Text>
        <Text size="xs" c="dimmed" mt="auto">
          {dataset.task === "classification" ? "Classification" : "Regression"} ·{" "}
          {(dataset.train_samples + dataset.test_samples).toLocaleString("en")} samples
        </Text>
      </Stack>
    </Card>
  );
}

const SHOWN = { image: 6, tokens: 1, text: 1, series: 1, vector: 1, class: 1, value: 1 };

function CardSamples({ dataset }: { dataset: Dataset }) {
  const field = dataset.fields.find((one) => one.name === dataset.input);
  const count = field ? SHOWN[field.kind] : 1;
  const { data } = useQuery(fewSamplesQuery(dataset.name, count));
  if (!field || !data) return <Skeleton height={64} visible={!data} />;
  return (
    <Group gap={6} wrap="nowrap" className={classes.previewRow}>
      {data.samples.map((sample) => (
        <FieldValue key={sample.index} field={field} value={sample.values[field.name]} size={48} />
      ))}
    </Group>
  );
}
