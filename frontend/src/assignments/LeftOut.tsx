import { Stack, Text } from "@mantine/core";
import type { Assignment } from "./types";

/** What the file of an assignment leaves out, where it leaves something out. */
export function LeftOut({ assignment: { left_out } }: { assignment: Assignment }) {
  if (left_out.length === 0) return null;
  return (
    <Stack gap={4} role="note">
      {left_out.map((sentence) => (
        <Text key={sentence} size="sm">
          {sentence}
        </Text>
      ))}
    </Stack>
  );
}
