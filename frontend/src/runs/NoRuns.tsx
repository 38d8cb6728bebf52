import { EmptyState } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";

/** What stands where runs will be. */
export function NoRuns() {
  return (
    <EmptyState
      py="md"
      icon={<IconChartLine />}
      title="No runs yet"
      description="Press Train: the curves of every run are kept here, to be looked at again and compared."
    />
  );
}
