import { Button, Card, Group, Progress, Stack, Text } from "@mantine/core";
import { formatBytes } from "@/graph/format";
import classes from "./own.module.css";
import { type UploadState, useUploading } from "./uploading";

/** A file that is being sent, with how far it is. */
export function Sending({ state }: { state: UploadState & { kind: "sending" } }) {
  const cancel = useUploading((uploading) => uploading.cancel);
  const percent = Math.floor((state.sent / Math.max(1, state.size)) * 100);
  return (
    <Card withBorder>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <Text fw={600} className={classes.file}>
            {state.name}
          </Text>
          <Button size="xs" onClick={cancel}>
            Cancel
          </Button>
        </Group>
        <Progress.Root size="lg">
          <Progress.Section
            value={percent}
            color={state.isWaiting ? "gray.6" : undefined}
            aria-label={`Sending ${state.name}`}
          />
        </Progress.Root>
        <Text size="sm" className={classes.numbers}>
          {percent} % · {formatBytes(state.sent)} of {formatBytes(state.size)}
        </Text>
        <Text size="sm" role="status">
          {state.isWaiting && "The connection is lost. It is tried again by itself, and goes on where it was."}
        </Text>
      </Stack>
    </Card>
  );
}
