import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { sentenceOf } from "@/api/client";
import { networksQuery } from "@/home/queries";
import { makeAssignment } from "./queries";
import { documentOf } from "./starters";
import type { AssignmentIn } from "./types";

interface Props {
  classId: string;
  onMade: (id: string) => void;
  onClose: () => void;
}

/** Asks for what an assignment begins with: its title, and the network that students start from. */
export function NewAssignment({ classId, onMade, onClose }: Props) {
  const { data: networks = [] } = useQuery(networksQuery);
  const [title, setTitle] = useState("");
  const [network, setNetwork] = useState<string | null>(null);
  const make = async () => {
    const starter = network === null ? undefined : await documentOf(network);
    const body = { title: title.trim(), dataset: starter?.training?.dataset ?? null, ...(starter && { starter }) };
    return makeAssignment(classId, body as AssignmentIn);
  };
  const making = useMutation({ mutationFn: make, onSuccess: onMade });
  const isMissing = title.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isMissing) making.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="New assignment" closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label="Title"
            placeholder="A network that reads digits"
            data-autofocus
            value={title}
            maxLength={120}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Select
            label="Starter network"
            description="Each student starts from a copy of it, as it is now. Without one they start from an empty canvas."
            placeholder="An empty canvas"
            data={networks.map(({ id, name }) => ({ value: id, label: name }))}
            value={network}
            onChange={setNetwork}
            searchable
            clearable
            clearButtonProps={{ "aria-label": "Start from an empty canvas" }}
            nothingFoundMessage="No network of yours is called so"
          />
          {making.error && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {sentenceOf(making.error)}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={making.isPending} disabled={isMissing}>
              Make it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
