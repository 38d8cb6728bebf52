import { Loader, Table, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { sentenceOf } from "@/api/client";
import { plural } from "@/graph/format";
import type { RunsPage } from "./types";

interface TrialsNoteProps {
  answer: UseQueryResult<RunsPage> | undefined;
  columns: number;
}

/** What is to be said below the trials of an opened sweep: that they are being fetched, could not be, or are more than these. */
export function TrialsNote({ answer, columns }: TrialsNoteProps) {
  const { data, error } = answer ?? {};
  const left = data ? data.of - data.runs.length : 0;
  const more = left > 0 ? `${plural(left, "more trial")} stand on the page of the sweep.` : null;
  const note = error ? sentenceOf(error) : more;
  if (data && note === null) return null;
  return (
    <Table.Tr>
      <Table.Td colSpan={columns}>
        {note ? <Text size="sm">{note}</Text> : <Loader size="xs" aria-label="The trials are being fetched" />}
      </Table.Td>
    </Table.Tr>
  );
}
