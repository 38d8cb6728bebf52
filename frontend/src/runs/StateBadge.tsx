import { Badge } from "@mantine/core";
import { STATES } from "./states";
import type { RunState } from "./types";

/** A run's state in a word, with its place in the queue. */
export function StateBadge({ state, position }: { state: RunState; position: number | null }) {
  const { label, color } = STATES[state];
  const place = state === "queued" && position !== null ? `, number ${position} in the queue` : "";
  return <StateLabel label={label + place} color={color} />;
}

/** A state in a word, beside a dot of its colour. */
export function StateLabel({ label, color }: { label: string; color: string }) {
  return (
    <Badge variant="dot" color={color} tt="none" size="lg" radius="sm" miw="max-content">
      {label}
    </Badge>
  );
}
