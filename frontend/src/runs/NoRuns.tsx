import { EmptyState } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";

/** What stands where runs will be. */
export function NoRuns({ isReading = false }: { isReading?: boolean }) {
  return (
    <EmptyState
      py="md"
      icon={<IconChartLine />}
      title="No runs yet"
      description={
        isReading
          ? "Its owner has not trained it yet."
          : "Press Train: the curves of every run are kept here, to be looked at again and compared."
      }
    />
  );
}
