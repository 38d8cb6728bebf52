import { Badge } from "@mantine/core";
import { handInBadge } from "./standing";
import type { HandInListed } from "./types";

/** How a hand-in stands, and whether it came late. */
export function HandInBadges({ handIn }: { handIn: Pick<HandInListed, "state" | "late"> }) {
  const { color, label } = handInBadge(handIn.state);
  return (
    <>
      <Badge variant="light" color={color} miw="max-content">
        {label}
      </Badge>
      {handIn.late && (
        <Badge variant="light" color="orange" miw="max-content">
          Late
        </Badge>
      )}
    </>
  );
}
