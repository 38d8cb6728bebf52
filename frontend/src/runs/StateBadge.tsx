import { Badge } from "@mantine/core";
import { type Place, queueText } from "./queueText";
import { STATES } from "./states";
import type { RunState } from "./types";

/** A run's state in a word; of one that waits, its place in the queue and how long that takes. */
export function StateBadge({ state, place }: { state: RunState; place: Place }) {
  const { label, color } = STATES[state];
  return <StateLabel label={(state === "queued" && queueText(place)) || label} color={color} />;
}

/** A state in a word, beside a dot of its colour. */
export function StateLabel({ label, color }: { label: string; color: string }) {
  return (
    <Badge variant="dot" color={color} tt="none" size="lg" radius="sm" miw="max-content">
      {label}
    </Badge>
  );
}
