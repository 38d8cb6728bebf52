import { Switch, Textarea, TextInput } from "@mantine/core";
import { changeBlock, renameBlock } from "@/graph/blockEdits";
import { blockNameRefusal, spellBlockName } from "@/graph/blocks";
import { useEditor } from "@/graph/store";
import type { Block } from "@/graph/types";
import { useDraftText } from "./useDraftText";

/** The block's name, taken over when the field is left or Enter is pressed. */
export function BlockName({ name }: { name: string }) {
  const others = () => new Set(Object.keys(useEditor.getState().document.blocks).filter((other) => other !== name));
  const field = useDraftText(name, (text) => {
    const error = blockNameRefusal(spellBlockName(text), others());
    return error === null ? { error, written: name } : { error };
  });
  const take = () => {
    const to = spellBlockName(field.text);
    if (field.error === null && to !== name && blockNameRefusal(to, others()) === null)
      useEditor.getState().edit(`Rename the block ${name}`, (document) => renameBlock(document, name, to));
  };
  return (
    <TextInput
      size="xs"
      label="Name of the block"
      value={field.text}
      error={field.error}
      onChange={(event) => field.change(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === "Enter" && take()}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      spellCheck={false}
    />
  );
}

/** Whether each use of a block is one layer of Keras, or its layers stand in the network themselves. */
export function NestedSwitch({ name, block }: { name: string; block: Block }) {
  return (
    <Switch
      size="xs"
      label="Keep as one layer"
      description="Each use is a keras.Model inside the network. Otherwise its layers stand in the network themselves."
      checked={block.nested}
      onChange={(event) => {
        const nested = event.currentTarget.checked;
        useEditor
          .getState()
          .edit(nested ? `Keep ${name} as one layer` : `Unfold ${name}`, (document) =>
            changeBlock(document, name, (before) => ({ ...before, nested })),
          );
      }}
    />
  );
}

export function BlockHelp({ name, block }: { name: string; block: Block }) {
  return (
    <Textarea
      size="xs"
      label="What it is for"
      placeholder="A sentence for the palette"
      autosize
      maxLength={2000}
      value={block.help}
      onChange={(event) => {
        const help = event.currentTarget.value;
        useEditor
          .getState()
          .edit(
            `Describe ${name}`,
            (document) => changeBlock(document, name, (before) => ({ ...before, help })),
            `help ${name}`,
          );
      }}
    />
  );
}
