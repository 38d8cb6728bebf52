import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { blockNameRefusal, spellBlockName } from "@/graph/blocks";
import { plural } from "@/graph/format";
import { blockable } from "@/graph/makeBlock";
import { useEditor } from "@/graph/store";
import { useDialogs } from "./dialogs";
import { makeBlockOfSelection, nextBlockName } from "./nodeCommands";

function Form({ onDone }: { onDone: () => void }) {
  const [text, setText] = useState(nextBlockName);
  const blocks = useEditor((state) => state.document.blocks);
  const count = useEditor((state) => blockable(state.scene, state.catalog, state.selection).length);
  const name = spellBlockName(text);
  const refusal = blockNameRefusal(name, new Set(Object.keys(blocks)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (refusal !== null) return;
    onDone();
    makeBlockOfSelection(name);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Name of the block"
          description={name !== "" && name !== text ? `It will be called ${name}.` : undefined}
          value={text}
          error={text.trim() === "" ? null : refusal}
          onChange={(event) => setText(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
          spellCheck={false}
          autoComplete="off"
          data-autofocus
        />
        <Text size="sm" c="dimmed">
          {plural(count, "layer")} will stand in it. Wires that lead in and out become its inputs and outputs. Open it
          with a double click.
        </Text>
        <Group justify="flex-end">
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={refusal !== null}>
            Make the block
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Asks for a block's name. */
export function BlockDialog() {
  const isOpen = useDialogs((dialogs) => dialogs.shown === "block");
  const close = useDialogs((dialogs) => dialogs.close);
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title="Make a block"
      returnFocus={false}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Form onDone={close} />
    </Modal>
  );
}
