import { Card, Group, SimpleGrid, Skeleton, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { IconDatabase } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "@/api/client";
import { datasetsQuery } from "@/datasets/queries";
import { drawn } from "./drawn";
import classes from "./home.module.css";
import { type Template, templatesQuery } from "./queries";
import { Thumbnail } from "./Thumbnail";

interface TemplateGalleryProps {
  onOpen: (template: Template) => void;
  /** The name of the template that is being opened. */
  opening: string | null;
}

/** Networks to start from, each ready to be trained. */
export function TemplateGallery({ onOpen, opening }: TemplateGalleryProps) {
  const { data: templates, error } = useQuery(templatesQuery);
  const { data: datasets } = useQuery(datasetsQuery);
  return (
    <Stack gap="sm" component="section" aria-label="Templates">
      <div>
        <Title order={2} size="h4">
          Start from a template
        </Title>
        <Text size="sm" c="dimmed">
          Each opens as a network of your own, with its data set, ready to train.
        </Text>
      </div>
      {error && <Text>{sentenceOf(error)}</Text>}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="md">
        {templates
          ? templates.map((template) => (
              <TemplateTile
                key={template.name}
                template={template}
                dataset={datasets?.find((one) => one.name === template.dataset)?.title ?? template.dataset}
                busy={opening === template.name}
                onOpen={() => onOpen(template)}
              />
            ))
          : !error && [1, 2, 3, 4].map((place) => <Skeleton key={place} height={230} />)}
      </SimpleGrid>
    </Stack>
  );
}

interface TemplateTileProps {
  template: Template;
  dataset: string;
  busy: boolean;
  onOpen: () => void;
}

function TemplateTile({ template, dataset, busy, onOpen }: TemplateTileProps) {
  const { nodes, wires } = drawn(template.document);
  return (
    <UnstyledButton onClick={onOpen} disabled={busy} aria-busy={busy} className={classes.templateButton}>
      <Card withBorder padding="sm" className={classes.template}>
        <Card.Section className={classes.picture}>
          <Thumbnail nodes={nodes} wires={wires} />
        </Card.Section>
        <Stack gap={4} mt="sm" flex={1}>
          <Text fw={600}>{template.title}</Text>
          <Text size="xs">{template.summary}</Text>
          <Group gap={4} mt="auto" pt={4} wrap="nowrap">
            <IconDatabase size={14} stroke={1.6} aria-hidden />
            <Text size="xs" c="dimmed">
              {dataset}
            </Text>
          </Group>
        </Stack>
      </Card>
    </UnstyledButton>
  );
}
