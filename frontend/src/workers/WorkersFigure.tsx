import { Anchor, Popover, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { deviceLines, kerasText, loadText, placesText } from "./describe";
import { workersQuery } from "./queries";
import type { Worker } from "./types";

/** How many workers are free and busy; pressed, what they have. */
export function WorkersFigure() {
  const { data: workers } = useQuery(workersQuery);
  if (workers === undefined) return null;
  return (
    <Popover position="top-end" shadow="md" width={340} trapFocus returnFocus>
      <Popover.Target>
        <Anchor component="button" type="button" size="xs" c="dimmed">
          {placesText(workers)}
        </Anchor>
      </Popover.Target>
      <Popover.Dropdown tabIndex={-1} aria-label="Workers">
        <Stack gap="sm" mah="50vh" style={{ overflowY: "auto" }}>
          {workers.map((worker) => (
            <WorkerLines key={worker.name} worker={worker} />
          ))}
          {workers.length === 0 && (
            <Text size="sm">
              No training worker is there. One that has just been started takes a moment; runs wait for it.
            </Text>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function WorkerLines({ worker }: { worker: Worker }) {
  return (
    <div>
      <Text size="sm" fw={600}>
        {worker.host}
      </Text>
      {[...deviceLines(worker), kerasText(worker), loadText(worker)].map((line) => (
        <Text key={line} size="xs">
          {line}
        </Text>
      ))}
    </div>
  );
}
