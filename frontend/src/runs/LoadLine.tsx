import { Text } from "@mantine/core";
import type { Snapshot } from "./liveRun";
import { loadText } from "./loadText";

/** What the training takes of the machine, while it trains. */
export function LoadLine({ snapshot }: { snapshot: Snapshot }) {
  if (snapshot.load === null || snapshot.state !== "running") return null;
  return (
    <Text size="sm" c="dimmed" style={{ fontVariantNumeric: "tabular-nums" }} data-testid="load">
      {loadText(snapshot.load, snapshot.rate)}
    </Text>
  );
}
