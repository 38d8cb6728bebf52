import { Modal, ScrollArea, Select, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useMemo, useState } from "react";
import { useDialogs } from "@/editor/dialogs";
import { type ConnectChoice, connectChoices } from "@/graph/connectChoices";
import { formatShape } from "@/graph/format";
import { useEditor } from "@/graph/store";
import type { TensorSpec } from "@/graph/types";
import classes from "./ConnectDialog.module.css";
import { drawWire } from "./connecting";
import { goTo } from "./view";

const NO_OUTPUTS: readonly TensorSpec[] = [];

function OutputChoice({
  outputs,
  value,
  onChange,
}: {
  outputs: readonly TensorSpec[];
  value: number;
  onChange: (output: number) => void;
}) {
  if (outputs.length < 2) return null;
  return (
    <Select
      label="Which output"
      data={outputs.map((spec, place) => ({ value: `${place}`, label: `${place + 1}: ${formatShape(spec)}` }))}
      value={`${value}`}
      onChange={(chosen) => onChange(Number(chosen ?? 0))}
      allowDeselect={false}
    />
  );
}

function Choice({ choice, isFirst, onChoose }: { choice: ConnectChoice; isFirst: boolean; onChoose: () => void }) {
  return (
    <UnstyledButton
      className={classes.choice}
      data-first={(isFirst && choice.edge !== null) || undefined}
      aria-disabled={choice.edge === null}
      onClick={onChoose}
    >
      <Text size="sm">
        {choice.title}{" "}
        <Text span ff="monospace" size="xs">
          {choice.port ? `${choice.id} · ${choice.port}` : choice.id}
        </Text>
      </Text>
      {choice.refusal && (
        <Text size="xs" c="dimmed">
          {choice.refusal}
        </Text>
      )}
    </UnstyledButton>
  );
}

function List({ from, onDone }: { from: string; onDone: () => void }) {
  const [text, setText] = useState("");
  const [output, setOutput] = useState(0);
  const scene = useEditor((state) => state.scene);
  const catalog = useEditor((state) => state.catalog);
  const outputs = useEditor((state) => state.figures[from]?.outputs) ?? NO_OUTPUTS;
  const choices = useMemo(
    () => connectChoices(scene, catalog, [from, output], text),
    [scene, catalog, from, output, text],
  );
  const choose = (choice: ConnectChoice | undefined) => {
    if (!choice?.edge) return;
    drawWire(choice.edge);
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
      <OutputChoice outputs={outputs} value={output} onChange={setOutput} />
      <ScrollArea.Autosize mah={320}>
        {choices.map((choice, place) => (
          <Choice
            key={`${choice.id} ${choice.port}`}
            choice={choice}
            isFirst={place === 0}
            onChoose={() => choose(choice)}
          />
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
