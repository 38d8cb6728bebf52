import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { sentenceOf } from "@/api/client";

interface RenameDialogProps {
  title: string;
  /** What the field is called. */
  label: string;
  name: string;
  /** Said where the field is empty. */
  missing: string;
  /** Said under the field. */
  note?: string;
  rename: (name: string) => Promise<unknown>;
  onClose: () => void;
}

const LONGEST_NAME = 120;

/** Asks for another name. */
export function RenameDialog({ title, label, name, missing, note, rename, onClose }: RenameDialogProps) {
  const [typed, setTyped] = useState(name);
  const change = useMutation({ mutationFn: () => rename(typed.trim()), onSuccess: onClose });
  const isEmpty = typed.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isEmpty) change.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={label}
            data-autofocus
            value={typed}
            maxLength={LONGEST_NAME}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={isEmpty ? missing : change.error && sentenceOf(change.error)}
            description={note}
            inputWrapperOrder={["label", "input", "error", "description"]}
          />
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={change.isPending} disabled={isEmpty}>
              Rename
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface DeleteDialogProps {
  /** What may go. */
  name: string;
  remove: () => Promise<unknown>;
  onDeleted: () => void;
  onClose: () => void;
  /** What goes with it. */
  children: ReactNode;
}

/** Asks whether something may go for good. */
export function DeleteDialog({ name, remove, onDeleted, onClose, children }: DeleteDialogProps) {
  const deleting = useMutation({ mutationFn: remove, onSuccess: onDeleted });
  return (
    <Modal opened onClose={onClose} title={`Delete ${name}?`} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="md">
        {children}
        {deleting.error && <Text size="sm">{sentenceOf(deleting.error)}</Text>}
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button variant="filled" color="red.9" onClick={() => deleting.mutate()} loading={deleting.isPending}>
            Delete
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
