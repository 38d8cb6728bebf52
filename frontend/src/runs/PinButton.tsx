import { ActionIcon } from "@mantine/core";
import { IconPin, IconPinFilled } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { tell } from "@/app/tell";
import { annotateRun } from "./queries";
import type { Run } from "./types";

/** Keeps a run on top of every list, or lets it go. It is never disabled: it would lose the keyboard's place. */
export function PinButton({ run, title }: { run: Pick<Run, "id" | "pinned">; title: string }) {
  const pin = useMutation({
    mutationFn: () => annotateRun(run.id, { pinned: !run.pinned }),
    onError: tell("The pin was not kept"),
  });
  const Icon = run.pinned ? IconPinFilled : IconPin;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={`Pin ${title}`}
      aria-pressed={run.pinned}
      aria-busy={pin.isPending}
      opacity={pin.isPending ? 0.5 : undefined}
      onClick={() => !pin.isPending && pin.mutate()}
    >
      <Icon size={18} />
    </ActionIcon>
  );
}
