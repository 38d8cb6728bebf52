import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { sentenceOf } from "@/api/client";
import { plural } from "@/graph/format";
import { deleteNetwork, type NetworkCard, renameNetwork } from "./queries";

const LONGEST_NAME = 120;

interface DialogProps {
  network: NetworkCard;
  onClose: () => void;
}

/** Asks for another name. */
export function RenameDialog({ network, onClose }: DialogProps) {
  const [name, setName] = useState(network.name);
  const rename = useMutation({ mutationFn: () => renameNetwork(network.id, name.trim()), onSuccess: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") rename.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="Rename the network" closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label="Name"
            data-autofocus
            value={name}
            maxLength={LONGEST_NAME}
            onChange={(event) => setName(event.currentTarget.value)}
            error={nameError(name, rename.error)}
          />
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={rename.isPending} disabled={name.trim() === ""}>
              Rename
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function nameError(name: string, error: unknown): string | null {
  if (name.trim() === "") return "A network needs a name.";
  return error ? sentenceOf(error) : null;
}

/** Asks whether a network and everything learned with it may go. */
export function DeleteDialog({ network, onClose }: DialogProps) {
  const remove = useMutation({ mutationFn: () => deleteNetwork(network.id), onSuccess: onClose });
  const runs = network.runs > 0 ? ` and its ${plural(network.runs, "run")} with what they learned` : "";
  return (
    <Modal opened onClose={onClose} title={`Delete ${network.name}?`} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="md">
        <Text size="sm">The network{runs} will be gone for good.</Text>
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
