import { Anchor, Group, Progress, Stack, Text, Title } from "@mantine/core";
import type { MouseEvent, ReactNode } from "react";
import { Link } from "react-router";
import type { LineState } from "@/app/socket";

interface LiveHeadProps {
  of: { network: string; name: string; document: { name: string } };
  state: ReactNode;
  /** Stands under its name. */
  about?: ReactNode;
  buttons: ReactNode;
  /** How far it has come, of 1 and in words. */
  progress: { label: string; share: number; text: string; failed: boolean };
  /** Goes on with those words, but is not read out with the bar. */
  more?: string;
  line: LineState;
  /** What is true while the line is down. */
  meanwhile: string;
  children?: ReactNode;
}

/** The head of the page of a run or a sweep: how it stands, its buttons, how far it has come. */
export function LiveHead({ of, state, about, buttons, progress, more, line, meanwhile, children }: LiveHeadProps) {
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start">
        <div>
          <Anchor component={Link} to={`/networks/${of.network}`} size="sm">
            {of.document.name}
          </Anchor>
          <Group gap="sm">
            <Title order={1} size="h2">
              {of.name}
            </Title>
            <span role="status">{state}</span>
          </Group>
          {about}
        </div>
        <Group gap="xs" onClickCapture={ignoreRepeated}>
          {buttons}
        </Group>
      </Group>
      <Stack gap={4}>
        <Progress.Root size="sm">
          <Progress.Section
            value={Math.round(progress.share * 100)}
            color={progress.failed ? "red" : undefined}
            aria-label={progress.label}
            aria-valuetext={progress.text}
          />
        </Progress.Root>
        <Text size="sm" c="dimmed" style={{ fontVariantNumeric: "tabular-nums" }}>
          {progress.text}
          {more}
        </Text>
      </Stack>
      {children}
      {line.kind === "reconnecting" && (
        <Text size="sm" role="status">
          The line to the server is down. {meanwhile}
        </Text>
      )}
      {line.kind === "ended" && line.reason !== null && <Text size="sm">{line.reason}</Text>}
    </Stack>
  );
}

/** The second click of a double click is no new wish: by then another button may stand there, as Resume where Pause was. */
function ignoreRepeated(event: MouseEvent<HTMLElement>): void {
  if (event.detail < 2 || !(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return;
  event.preventDefault();
  event.stopPropagation();
}
