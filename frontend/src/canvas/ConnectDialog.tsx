import { Modal, ScrollArea, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useMemo, useState } from "react";
import { useDialogs } from "@/editor/dialogs";
import { judgeNode } from "@/graph/connect";
import { useEditor } from "@/graph/store";
import classes from "./ConnectDialog.module.css";
import { connectNodes } from "./connecting";
import { goTo } from "./view";

type Choice = { readonly id: string; readonly layer: string; readonly refusal: string | null };

/** Every other node, those that the wire may go to first. */
function useChoices(from: string | null, text: string): Choice[] {
  const document = useEditor((state) => state.document);
  const catalog = useEditor((state) => state.catalog);
  return useMemo(() => {
    const query = text.trim().toLowerCase();
    return document.nodes
      .filter((node) => from !== null && node.id !== from && `${node.id} ${node.layer}`.toLowerCase().includes(query))
      .map((node) => ({
        id: node.id,
        layer: node.layer,
        refusal: judgeNode(document, catalog, [from ?? "", 0], node.id).refusal,
      }))
      .sort((a, b) => Number(a.refusal !== null) - Number(b.refusal !== null));
  }, [document, catalog, from, text]);
}

function List({ from, onDone }: { from: string; onDone: () => void }) {
  const [text, setText] = useState("");
  const choices = useChoices(from, text);
  const choose = (choice: Choice | undefined) => {
    if (!choice || choice.refusal !== null) return;
    connectNodes(from, choice.id);
    onDone();
    goTo(from);
  };
  return (
    <Stack gap="xs">
      <TextInput
        label="Search the layers of this network"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && choose(choices[0])}
        data-autofocus
      />
      <ScrollArea.Autosize mah={320}>
        {choices.map((choice, place) => (
          <UnstyledButton
            key={choice.id}
            className={classes.choice}
            data-first={(place === 0 && choice.refusal === null) || undefined}
            aria-disabled={choice.refusal !== null}
            onClick={() => choose(choice)}
          >
            <Text size="sm">
              {choice.layer}{" "}
              <Text span ff="monospace" size="xs">
                {choice.id}
              </Text>
            </Text>
            {choice.refusal && (
              <Text size="xs" c="dimmed">
                {choice.refusal}
              </Text>
            )}
          </UnstyledButton>
        ))}
        {choices.length === 0 && <Text size="sm">No other layer is called so.</Text>}
      </ScrollArea.Autosize>
    </Stack>
  );
}

/** Wiring by keyboard: from the selected node to one that is chosen by name. */
export function ConnectDialog() {
  const shown = useDialogs((dialogs) => dialogs.shown);
  const close = useDialogs((dialogs) => dialogs.close);
  const from = useEditor((state) => state.active ?? [...state.selection].at(-1) ?? null);
  const isOpen = shown === "connect";
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={from ? `Connect ${from} to` : "Connect"}
      returnFocus={false}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {from ? (
        <List from={from} onDone={close} />
      ) : (
        <Text size="sm">Select a layer first: its output is where the wire starts.</Text>
      )}
    </Modal>
  );
}
