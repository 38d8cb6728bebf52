import { Select, Text, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/app/FormDialog";
import { useEditor } from "@/graph/store";
import { metricTitle, numberText } from "@/runs/numbers";
import { runsQuery } from "@/runs/queries";
import type { Run } from "@/runs/types";
import { makeHandIn } from "./queries";
import type { Work } from "./types";

/** A run in a list to choose from: its name, and the number that tells most. */
function runText({ name, summary }: Run): string {
  const names = Object.keys(summary);
  const telling =
    names.find((one) => one.startsWith("val_") && one !== "val_loss") ?? names.find((one) => one !== "loss");
  return telling ? `${name}: ${metricTitle(telling)} ${numberText(summary[telling])}` : name;
}

/** Asks for the run and the note that go with what is handed in. */
export function HandInDialog({ work, networkId, onClose }: { work: Work; networkId: string; onClose: () => void }) {
  const { data: runs = [] } = useQuery(runsQuery(networkId));
  const isSaved = useEditor((state) => state.save.kind === "saved");
  const [run, setRun] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const handIn = useMutation({
    mutationFn: () => makeHandIn(work.assignment, { network: networkId, run, note: note.trim() }),
    onSuccess: onClose,
  });
  return (
    <FormDialog
      title={`Hand in ${work.title}`}
      action={isSaved ? "Hand in" : "Saving your last change"}
      canSend={isSaved}
      sending={handIn}
      onClose={onClose}
    >
      <Text size="sm">
        Your teacher gets a copy of the network as it is now.
        {work.rules.some((rule) => rule.needs_training) &&
          " The server trains that copy anew, and tries it on samples that nobody saw."}
      </Text>
      <Select
        label="Run"
        description="Its curves and numbers go with it."
        placeholder={runs.length === 0 ? "You have trained nothing yet" : "No run"}
        disabled={runs.length === 0}
        data={runs.map((one) => ({ value: one.id, label: runText(one) }))}
        value={run}
        onChange={setRun}
        clearable
        clearButtonProps={{ "aria-label": "Hand in no run" }}
      />
      <Textarea
        label="Note"
        description="What you tried, what you wonder about."
        autosize
        minRows={3}
        maxRows={10}
        maxLength={4000}
        data-autofocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
