import { Select, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { backendChoices, DEVICES, deviceText } from "./describe";
import { workersQuery } from "./queries";
import type { Backend, Device } from "./types";
import { useWish } from "./wish";

/** What the next runs ask to be trained on. */
export function WhereFields() {
  const { data: workers } = useQuery(workersQuery);
  const [wish, setWish] = useWish();
  const backends = backendChoices(workers ?? [], wish.backend);
  return (
    <Stack gap={8}>
      <Title order={2} size="h6">
        Where
      </Title>
      <Select
        size="xs"
        label="Device"
        description={deviceText(wish.device, workers)}
        data={DEVICES}
        value={wish.device}
        allowDeselect={false}
        onChange={(device) => setWish({ ...wish, device: device as Device })}
      />
      {backends.length > 0 && (
        <Select
          size="xs"
          label="Back end"
          description="What Keras runs on. Any is TensorFlow where there is a worker with it."
          data={backends}
          value={wish.backend}
          allowDeselect={false}
          onChange={(backend) => setWish({ ...wish, backend: backend as Backend })}
        />
      )}
    </Stack>
  );
}
