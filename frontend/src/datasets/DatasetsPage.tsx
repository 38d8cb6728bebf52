import { Card, Container, Group, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import classes from "./datasets.module.css";
import { FieldValue } from "./FieldValue";
import { type Dataset, datasetsQuery, fewSamplesQuery } from "./queries";

/** The gallery of data sets. */
export function DatasetsPage() {
  const { data, error, refetch } = useQuery(datasetsQuery);
  if (error) {
    return <ErrorMessage title="The data sets could not be fetched" error={error} onRetry={() => void refetch()} />;
  }
  return (
    <Container size="xl" py="lg">
      <title>Data sets · Layerloom</title>
      <Stack gap="lg">
        <div>
          <Title order={1} size="h2">
            Data sets
          </Title>
          <Text c="dimmed">Real data to train on, kept on this machine. Open one to look at its samples.</Text>
        </div>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
          {data
            ? data.map((dataset) => <DatasetCard key={dataset.name} dataset={dataset} />)
            : [1, 2, 3, 4, 5, 6].map((place) => <Skeleton key={place} height={210} />)}
        </SimpleGrid>
      </Stack>
    </Container>
  );
}

function DatasetCard({ dataset }: { dataset: Dataset }) {
  return (
    <Card withBorder padding="md" component={Link} to={`/datasets/${dataset.name}`} className={classes.card}>
      <Stack gap="xs" h="100%">
        <div className={classes.preview}>
          <CardSamples dataset={dataset} />
        </div>
        <Title order={2} size="h4">
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
