import { EmptyState } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { isOver } from "./states";
import type { Run } from "./types";

/** Stands where the trained network would be asked, while there is none. */
export function NoModel({ run, what }: { run: Run; what: string }) {
  const why = isOver(run.state)
    ? "This run ended before there was a trained network. Train again to get one."
    : "This becomes possible as soon as training has ended.";
  return <EmptyState py="xl" icon={<IconSparkles />} title={what} description={why} />;
}
