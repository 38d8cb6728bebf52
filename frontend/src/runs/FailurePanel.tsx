import { Alert, Anchor, Button, Code, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Failure } from "./types";

interface FailurePanelProps {
  failure: Failure;
  network: string;
  onShowLog: () => void;
}

/** Why a run failed, where, and the ways on. */
export function FailurePanel({ failure, network, onShowLog }: FailurePanelProps) {
  const place = failure.node ? `?node=${encodeURIComponent(failure.node)}` : "";
  return (
    <Alert color="red" variant="outline" icon={<IconAlertTriangle />} title="This run failed" role="alert">
      <Stack gap="xs">
        <Text size="sm">{failure.message}</Text>
        {failure.node && (
          <Text size="sm">
            It happened at{" "}
            <Anchor component={Link} to={`/networks/${network}${place}`} underline="always">
              <Code>{failure.node}</Code>
            </Anchor>
            .
          </Text>
        )}
        <Group gap="xs">
          <Button component={Link} to={`/networks/${network}${place}`} size="xs">
            {failure.node ? `Open ${failure.node} in the editor` : "Open the network"}
          </Button>
          <Button size="xs" onClick={onShowLog}>
            Show the log
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
