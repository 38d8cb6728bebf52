import { Button, Code, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "@/api/client";
import { logQuery } from "./queries";
import classes from "./runs.module.css";
import { isOver } from "./states";
import type { RunDetail } from "./types";

/** What the training printed. */
export function LogTab({ run }: { run: RunDetail }) {
  const { data, error, isPending, isFetching, refetch } = useQuery(logQuery(run.id));
  if (isPending) return <Skeleton height={240} />;
  return (
    <Stack gap="sm">
      {!isOver(run.state) && (
        <Group>
          <Button leftSection={<IconRefresh size={16} />} onClick={() => void refetch()} loading={isFetching} size="xs">
            Read again
          </Button>
        </Group>
      )}
      {error && <Text>{sentenceOf(error)}</Text>}
      {data === "" && <Text c="dimmed">The training has printed nothing.</Text>}
      {data && (
        <Code block className={classes.log} tabIndex={0} role="region" aria-label="Log">
          {data}
        </Code>
      )}
    </Stack>
  );
}
