import { Badge, Button, Card, Group, List, Stack, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { sentenceOf } from "@/api/client";
import type { FormatCard } from "./exportFormats";
import { exportPath, makeExport } from "./exportQueries";
import { differenceText, sizeText } from "./exportText";
import type { Export } from "./types";

interface ExportCardProps {
  run: string;
  card: FormatCard;
  made: Export | undefined;
  /** Whether a file may be made, where there is none. */
  canMake: boolean;
}

/** A format: what it is for, a button that makes the file, then what was measured and the download. */
export function ExportCard({ run, card, made, canMake }: ExportCardProps) {
  const make = useMutation({ mutationFn: () => makeExport(run, card.format) });
  return (
    <CardFrame title={card.title} ending={card.ending} use={card.use}>
      {make.isPending && <Waiting>Being written, loaded and compared</Waiting>}
      {make.isError && <Trouble error={make.error} />}
      {made && !make.isPending && <Measured made={made} />}
      <Group gap="xs" mt="auto">
        {made ? (
          <Button
            component="a"
            size="xs"
            aria-label={`Download ${card.title}`}
            href={exportPath(run, card.format)}
            download
            leftSection={<DownloadIcon />}
            ref={make.isSuccess ? takeLostFocus : undefined}
          >
            Download
          </Button>
        ) : (
          <Button
            size="xs"
            variant="default"
            aria-label={`Make ${card.title}`}
            onClick={() => make.mutate()}
            loading={make.isPending}
            disabled={!canMake}
          >
            Make
          </Button>
        )}
      </Group>
    </CardFrame>
  );
}

/** The button that was pressed has gone: its place is taken by the next one. */
function takeLostFocus(element: HTMLElement | null): void {
  if (document.activeElement === document.body) element?.focus();
}

/** The frame of a card: its title with the file's ending, and what it is for. */
export function CardFrame(props: { title: string; ending: string; use: string; children: ReactNode }) {
  const id = useId();
  return (
    <Card component="section" withBorder padding="sm" aria-labelledby={id}>
      <Stack gap="xs" h="100%">
        <div>
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Title order={3} size="h5" id={id}>
              {props.title}
            </Title>
            <Badge variant="default" tt="none" fw={500}>
              {props.ending}
            </Badge>
          </Group>
          <Text size="sm">{props.use}</Text>
        </div>
        {props.children}
      </Stack>
    </Card>
  );
}

export function DownloadIcon() {
  return <IconDownload size={14} aria-hidden />;
}

export function Waiting({ children }: { children: ReactNode }) {
  return (
    <Text size="xs" c="dimmed" role="status">
      {children}
    </Text>
  );
}

export function Trouble({ error }: { error: Error }) {
  return (
    <Text size="xs" c="var(--mantine-color-error)" role="alert">
      {sentenceOf(error)}
    </Text>
  );
}

function Measured({ made }: { made: Export }) {
  return (
    <Stack gap={2} role="status">
      <Text size="xs" fw={600}>
        {sizeText(made)}
      </Text>
      <Text size="xs">{differenceText(made)}</Text>
      <Text size="xs">Verified: {made.verified}.</Text>
      {made.notes.length > 0 && (
        <List size="xs" c="dimmed">
          {made.notes.map((note) => (
            <List.Item key={note}>{note}</List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}
