import { Button, Group, List, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { sentenceOf } from "@/api/client";
import { plural } from "@/graph/format";
import { allRunsQuery } from "@/runs/queries";
import type { Dataset } from "../queries";
import { deleteDataset, renameDataset } from "./queries";

/** What can be done with a data set of one's own. */
export function OwnDatasetButtons({ dataset }: { dataset: Dataset }) {
  const [isRenaming, rename] = useDisclosure(false);
  const [isDeleting, remove] = useDisclosure(false);
  return (
    <>
      <Button onClick={rename.open}>Rename</Button>
      <Button onClick={remove.open}>Delete</Button>
      {isRenaming && <RenameDialog dataset={dataset} onClose={rename.close} />}
      {isDeleting && <DeleteDialog dataset={dataset} onClose={remove.close} />}
    </>
  );
}

interface DialogProps {
  dataset: Dataset;
  onClose: () => void;
}

function RenameDialog({ dataset, onClose }: DialogProps) {
  const [title, setTitle] = useState(dataset.title);
  const rename = useMutation({ mutationFn: () => renameDataset(dataset.name, title.trim()), onSuccess: onClose });
  const isEmpty = title.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isEmpty) rename.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="Rename the data set" closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label="Title"
            data-autofocus
            maxLength={120}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            error={isEmpty ? "A data set needs a title." : rename.error && sentenceOf(rename.error)}
          />
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={rename.isPending} disabled={isEmpty}>
              Rename
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const NAMED = 5;

function DeleteDialog({ dataset, onClose }: DialogProps) {
  const navigate = useNavigate();
  const { data: runs = [] } = useQuery(allRunsQuery);
  const users = runs.filter((run) => run.dataset === dataset.name);
  const remove = useMutation({
    mutationFn: () => deleteDataset(dataset.name),
    onSuccess: () => navigate("/datasets"),
  });
  return (
    <Modal opened onClose={onClose} title={`Delete ${dataset.title}?`} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="md">
        <Text size="sm">
          The data will be gone for good, with the file it was made of. Networks that learn from it need another.
        </Text>
        {users.length > 0 && (
          <div>
            <Text size="sm">
              {plural(users.length, "run")} used it. {users.length === 1 ? "It keeps its" : "They keep their"} curves
              and models, but predictions on held-out samples cannot be shown any more:
            </Text>
            <List size="sm">
              {users.slice(0, NAMED).map((run) => (
                <List.Item key={run.id}>
                  {run.name}, {run.network_name}
                </List.Item>
              ))}
              {users.length > NAMED && <List.Item>and {users.length - NAMED} more</List.Item>}
            </List>
          </div>
        )}
        {remove.error && <Text size="sm">{sentenceOf(remove.error)}</Text>}
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button variant="filled" color="red.9" onClick={() => remove.mutate()} loading={remove.isPending}>
            Delete
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
