import { Button, Group, Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { sentenceOf } from "@/api/client";
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSaved) handIn.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={`Hand in ${work.title}`} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="md">
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
          {handIn.error && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {sentenceOf(handIn.error)}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={handIn.isPending} disabled={!isSaved}>
              {isSaved ? "Hand in" : "Saving your last change"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
