import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { tell } from "@/app/tell";
import { useEditor } from "@/graph/store";
import type { Autosave } from "./autosave";
import { storeDraft } from "./drafts";
import { createNetwork, fetchNetwork } from "./network";

type Props = { networkId: string; autosave: { current: Autosave | null } };

/** Asked when another window saved in between. Neither answer loses anything. */
export function ConflictDialog({ networkId, autosave }: Props) {
  const isOpen = useEditor((state) => state.save.kind === "conflict");
  const navigate = useNavigate();
  const [isBusy, setBusy] = useState(false);

  async function settle(): Promise<void> {
    const server = await fetchNetwork(networkId);
    useEditor.getState().edit("Load the other version", () => server.document);
    autosave.current?.resume(server.revision, server.document);
  }

  async function keepCopy(): Promise<void> {
    const { document } = useEditor.getState();
    const copy = await createNetwork({ ...document, name: `${document.name} (my copy)`.slice(0, 120) });
    await settle();
    storeDraft(networkId, null);
    void navigate(`/networks/${copy}`);
  }

  const choose = (action: () => Promise<void>) => async () => {
    setBusy(true);
    await action().catch((error: unknown) => {
      tell("That did not work")(error);
    });
    setBusy(false);
  };

  return (
    <Modal
      opened={isOpen}
      onClose={() => undefined}
      withCloseButton={false}
      title="This network was changed elsewhere"
      centered
    >
      <Stack>
        <Text size="sm">
          Another window saved this network after you opened it here. Keep your version as a network of its own, or load
          the other one. If you load it, Undo brings yours back.
        </Text>
        <Group justify="flex-end">
          <Button disabled={isBusy} onClick={choose(settle)}>
            Load the other
          </Button>
          <Button variant="filled" loading={isBusy} onClick={choose(keepCopy)} data-autofocus>
            Keep mine as a copy
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
