import { Anchor, Button, Code, Container, Grid, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { sentenceOf } from "@/api/client";
import { ErrorMessage } from "@/app/ErrorPage";
import { tell } from "@/app/tell";
import { formatBytes } from "@/graph/format";
import { BalanceBars } from "./BalanceBars";
import { FieldsTable } from "./FieldsTable";
import { createForDataset } from "./newNetwork";
import { OwnDatasetButtons } from "./own/OwnDatasetButtons";
import { Section } from "./own/Section";
import { type Dataset, datasetQuery, samplesQuery } from "./queries";
import { SampleGrid } from "./SampleGrid";

/** A data set: what it holds, and samples to look at. */
export function DatasetPage() {
  const { name = "" } = useParams();
  const { data: dataset, error, refetch } = useQuery(datasetQuery(name));
  if (error) {
    return <ErrorMessage title="This data set could not be fetched" error={error} onRetry={() => void refetch()} />;
  }
  return (
    <Container size="xl" py="lg">
      <title>{`${dataset?.title ?? "Data set"} · Layerloom`}</title>
      {dataset ? <Loaded dataset={dataset} /> : <Skeleton height={480} />}
    </Container>
  );
}

function Loaded({ dataset }: { dataset: Dataset }) {
  const pages = useInfiniteQuery(samplesQuery(dataset.name));
  const target = dataset.fields.find((field) => field.name === dataset.target);
  const samples = pages.data?.pages.flatMap((page) => page.samples) ?? [];
  return (
    <Stack gap="lg">
      <Heading dataset={dataset} />
      <Section title="What it holds">
        <FieldsTable fields={dataset.fields} input={dataset.input} target={dataset.target} />
      </Section>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Section title="Samples">
            {pages.error && <Text>{sentenceOf(pages.error)}</Text>}
            {pages.isPending ? <Skeleton height={320} /> : <SampleGrid dataset={dataset} samples={samples} />}
            {pages.hasNextPage && (
              <Button onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage} w="fit-content">
                Show more
              </Button>
            )}
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="lg">
            <Section title={target?.kind === "class" ? "Balance of the classes" : "Spread of the target"}>
              {pages.data ? (
                <BalanceBars balance={pages.data.pages[0]?.balance ?? []} heading={target?.title ?? "Target"} />
              ) : (
                <Skeleton height={240} />
              )}
            </Section>
            <Wants dataset={dataset} />
            <Origin dataset={dataset} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function Heading({ dataset }: { dataset: Dataset }) {
  const navigate = useNavigate();
  const create = useMutation({
    mutationFn: () => createForDataset(dataset),
    onSuccess: (network) => navigate(`/networks/${network.id}`),
    onError: tell("No network was made"),
  });
  return (
    <Group justify="space-between" align="flex-start">
      <div style={{ flex: "1 1 260px" }}>
        <Anchor component={Link} to="/datasets" size="sm">
          All data sets
        </Anchor>
        <Title order={1} size="h2">
          {dataset.title}
        </Title>
        <Text>{dataset.summary}</Text>
        <Text size="sm" c="dimmed">
          {dataset.train_samples.toLocaleString("en")} samples to train on, {dataset.test_samples.toLocaleString("en")}{" "}
          held out to judge by
        </Text>
      </div>
      <Group gap="xs">
        {dataset.own && <OwnDatasetButtons dataset={dataset} />}
        <Button
          variant="filled"
          leftSection={<IconPlus size={16} />}
          onClick={() => create.mutate()}
          loading={create.isPending}
        >
          New network with this data set
        </Button>
      </Group>
    </Group>
  );
}

/** What the last layer and the loss must be for the target. */
function Wants({ dataset }: { dataset: Dataset }) {
  const { units, activation, loss, metrics } = dataset.last_layer;
  return (
    <Section title="What an output needs">
      <Text size="sm">
        {units !== null && (
          <>
            A last layer of {units} {units === 1 ? "unit" : "units"}, {activation ? "with the activation " : "linear"}
            {activation && <Code>{activation}</Code>}.{" "}
          </>
        )}
        The loss <Code>{loss.class_name}</Code>
        {metrics.length > 0 && (
          <>
            , watched with <Code>{metrics.map((metric) => metric.class_name).join(", ")}</Code>
          </>
        )}
        .
      </Text>
    </Section>
  );
}

function Origin({ dataset }: { dataset: Dataset }) {
  return (
    <Section title="Where it comes from">
      <Text size="sm">{dataset.own ? `Your file ${dataset.source}` : dataset.source}.</Text>
      {dataset.licence && <Text size="sm">Licence: {dataset.licence}.</Text>}
      {dataset.made && (
        <Text size="sm">
          Kept on {new Date(dataset.made).toLocaleDateString("en-GB", { dateStyle: "long" })},{" "}
          {formatBytes(dataset.bytes ?? 0)} on this server.
        </Text>
      )}
      {dataset.packages.length > 0 && (
        <Text size="sm">
          The written script needs <Code>pip install {dataset.packages.join(" ")}</Code>
        </Text>
      )}
      {dataset.files.map((file) => (
        <Anchor key={file} href={`/api/datasets/${dataset.name}/files/${file}`} download size="sm">
          {file}, the data for the written script
        </Anchor>
      ))}
    </Section>
  );
}
