import { Button, Group, Paper, Pill, Stack, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import { IconNotes } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { tell } from "@/app/tell";
import { PinButton } from "./PinButton";
import { annotateRun } from "./queries";
import type { RunDetail } from "./types";

const MOST_TAGS = 20;
const LONGEST_TAG = 40;

/** What its owner wrote about a run, and the form to write it in. */
export function RunNotes({ run }: { run: RunDetail }) {
  const [isOpen, setOpen] = useState(false);
  const isOwn = run.author === null;
  if (isOpen) return <Form run={run} onDone={() => setOpen(false)} />;
  return (
    <Stack gap={4}>
      <Group gap="xs">
        {isOwn && <PinButton run={run} title={run.name} />}
        {run.tags.map((tag) => (
          <Pill key={tag}>{tag}</Pill>
        ))}
        {isOwn && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconNotes size={16} />}
            onClick={() => setOpen(true)}
          >
            {run.notes || run.tags.length > 0 ? "Change name, tags and notes" : "Name, tags and notes"}
          </Button>
        )}
      </Group>
      {run.notes && (
        <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
          {run.notes}
        </Text>
      )}
    </Stack>
  );
}

function Form({ run, onDone }: { run: RunDetail; onDone: () => void }) {
  const [name, setName] = useState(run.name);
  const [tags, setTags] = useState(run.tags);
  const [notes, setNotes] = useState(run.notes);
  const keep = useMutation({
    mutationFn: () => annotateRun(run.id, { name: name.trim() || run.name, tags, notes }),
    onSuccess: onDone,
    onError: tell("The notes were not kept"),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  return (
    <Paper withBorder p="sm" component="form" onSubmit={submit} maw={640} aria-label="About this run">
      <Stack gap="xs">
        <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={120} />
        <TagsInput
          label="Tags"
          description="Enter after each; the list of runs finds them."
          value={tags}
          onChange={(next) => setTags(next.map((tag) => tag.trim().slice(0, LONGEST_TAG)).filter(Boolean))}
          maxTags={MOST_TAGS}
        />
        <Textarea
          label="Notes"
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
          autosize
          minRows={2}
          maxRows={12}
          maxLength={10_000}
        />
        <Group gap="xs">
          <Button type="submit" size="xs" loading={keep.isPending}>
            Keep
          </Button>
          <Button size="xs" variant="default" onClick={onDone}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
