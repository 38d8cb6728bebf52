import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { runDatasetQuery } from "@/datasets/queries";
import type { RunDetail } from "./types";
import { unitsNote } from "./units";

/** In which unit the numbers of this run are, where that is not plain. */
export function UnitsNote({ run }: { run: RunDetail }) {
  const { data: dataset } = useQuery(runDatasetQuery(run.id));
  const note = dataset && unitsNote(run.document, dataset);
  return note ? (
    <Text size="sm" maw={720}>
      {note}
    </Text>
  ) : null;
}
