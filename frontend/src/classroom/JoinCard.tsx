import { Button, Code, CopyButton, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import classes from "./classroom.module.css";
import type { ClassDetail } from "./queries";

/** The code of a class, large enough for the back row, the address, and a picture of it for phones. */
export function JoinCard({ detail }: { detail: ClassDetail }) {
  return (
    <Paper withBorder p="lg" component="section" aria-label="How to join">
      <Group justify="space-between" align="flex-start" gap="xl">
        <Stack gap="xs" flex="1 1 320px">
          <Title order={2} size="h5">
            {detail.locked ? "The class is locked: nobody can join it now" : "Join with this code"}
          </Title>
          <Text className={classes.code} aria-label={`Code ${detail.code.split("").join(" ")}`} role="img">
            {detail.code}
          </Text>
          <Group gap="xs">
            <Text className={classes.address}>{detail.address}</Text>
            <CopyButton value={detail.address}>
              {({ copied, copy }) => (
                <Button
                  size="compact-sm"
                  leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
                  onClick={copy}
                >
                  {copied ? "Copied" : "Copy"}
                </Button>
              )}
            </CopyButton>
          </Group>
          {!detail.reachable && (
            <Text size="sm">
              Only this machine can reach that address. To let a class in, stop Layerloom and start it with{" "}
              <Code>make class</Code>: it then listens on the network of the room.
            </Text>
          )}
        </Stack>
        <img
          className={classes.picture}
          src={`/api/classes/${detail.id}/join.svg`}
          alt="The address to join by, for the camera of a phone"
          width={240}
          height={240}
        />
      </Group>
    </Paper>
  );
}
