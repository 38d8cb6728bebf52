import { Button, Code, CopyButton, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconCopy, IconFileDownload, IconKey, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { tell } from "@/app/tell";
import { curlLine, isLong } from "./curlLine";
import { saveText } from "./downloads";
import { makeKey, voidKey } from "./queries";
import type { RunDetail } from "./types";
import type { Inputs } from "./usePrediction";

/** A key with which other programs ask this model, and the line that does it. */
export function KeyCard({ run, inputs }: { run: RunDetail; inputs: Inputs | null }) {
  const make = useMutation({ mutationFn: () => makeKey(run.id), onError: tell("No key was made") });
  const end = useMutation({
    mutationFn: () => voidKey(run.id),
    onSuccess: () => make.reset(),
    onError: tell("The key was not voided"),
  });
  const key = make.data;
  const address = `${window.location.origin}${key?.path ?? ""}`;
  return (
    <Paper withBorder p="md" component="section" aria-label="From other programs">
      <Stack gap="xs">
        <Title order={2} size="h5">
          From other programs
        </Title>
        <Text size="sm">
          A key lets a program ask this model for predictions as JSON. It is shown once; a new one voids the old.
        </Text>
        <Group gap="xs">
          <Button leftSection={<IconKey size={16} />} onClick={() => make.mutate()} loading={make.isPending}>
            {key ? "Make another key" : "Make a key"}
          </Button>
          <Button
            variant="subtle"
            leftSection={<IconTrash size={16} />}
            onClick={() => end.mutate()}
            loading={end.isPending}
          >
            Void the key
          </Button>
        </Group>
        {end.isSuccess && !key && <Text size="sm">The key is void: nobody can ask this model with it any more.</Text>}
        {key && !inputs && <Text size="sm">Fill in a sample above, and the line that asks about it stands here.</Text>}
        {key && inputs && <Line line={curlLine(address, key.token, inputs)} inputs={inputs} />}
      </Stack>
    </Paper>
  );
}

function Line({ line, inputs }: { line: string; inputs: Inputs }) {
  return (
    <Stack gap="xs">
      <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {line}
      </Code>
      <Group gap="xs">
        <CopyButton value={line}>
          {({ copied, copy }) => (
            <Button size="xs" leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />} onClick={copy}>
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
        {isLong(inputs) && (
          <Button
            size="xs"
            leftSection={<IconFileDownload size={16} />}
            onClick={() => saveText(JSON.stringify({ inputs }), "sample.json", "application/json")}
          >
            Download sample.json
          </Button>
        )}
      </Group>
    </Stack>
  );
}
