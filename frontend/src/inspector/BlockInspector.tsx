import { ActionIcon, Button, Group, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { goTo } from "@/canvas/view";
import { setGiven } from "@/editor/nodeCommands";
import { addParam, changeBlock, changeParam, countBound, removeParam } from "@/graph/blockEdits";
import { blockNameRefusal, freshBlockName } from "@/graph/blocks";
import { completeParam } from "@/graph/catalog";
import { plural } from "@/graph/format";
import { setOutputs } from "@/graph/scene";
import { useEditor } from "@/graph/store";
import type { Block, BlockParam } from "@/graph/types";
import { BlockHelp, BlockName, NestedSwitch } from "./BlockSettings";
import classes from "./Inspector.module.css";
import { ParamField } from "./ParamField";
import { useDraftText } from "./useDraftText";

const KINDS: readonly { value: BlockParam["kind"]; label: string }[] = [
  { value: "int", label: "whole number" },
  { value: "float", label: "number" },
  { value: "int_or_tuple", label: "one size or several" },
  { value: "bool", label: "yes or no" },
  { value: "activation", label: "activation" },
  { value: "string", label: "word" },
];

function ParamName({ block, param, name }: { block: Block; param: BlockParam; name: string }) {
  const taken = new Set(block.params.map((other) => other.name).filter((other) => other !== param.name));
  const refusal = (text: string) => blockNameRefusal(text, taken)?.replaceAll("block", "parameter") ?? null;
  const field = useDraftText(param.name, (text) => {
    const error = refusal(text.trim());
    return error === null ? { error, written: param.name } : { error };
  });
  const take = () => {
    const to = field.text.trim();
    if (field.error === null && to !== param.name)
      useEditor
        .getState()
        .edit(`Rename ${param.name}`, (document) => changeParam(document, name, param.name, { name: to }));
  };
  return (
    <TextInput
      size="xs"
      flex={1}
      aria-label={`Name of the parameter ${param.name}`}
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

function ParamRow({ block, param, name }: { block: Block; param: BlockParam; name: string }) {
  const { edit } = useEditor.getState();
  const change = (changes: Partial<BlockParam>, key: string) =>
    edit(
      `Change ${param.name} of ${name}`,
      (document) => changeParam(document, name, param.name, changes),
      `${name} ${param.name} ${key}`,
    );
  const asParam = completeParam({ name: "default", kind: param.kind, nullable: true });
  return (
    <div className={classes.note}>
      <Group gap={4} wrap="nowrap" align="flex-start">
        <ParamName block={block} param={param} name={name} />
        <ActionIcon
          aria-label={`Take the parameter ${param.name} away`}
          onClick={() => edit(`Take ${param.name} away`, (document) => removeParam(document, name, param.name))}
        >
          <IconTrash size={15} />
        </ActionIcon>
      </Group>
      <Group gap={6} wrap="nowrap" align="flex-end" mt={4}>
        <Select
          size="xs"
          flex={1}
          label="kind"
          data={KINDS}
          value={param.kind}
          allowDeselect={false}
          onChange={(kind) => change({ kind: kind as BlockParam["kind"], default: null }, "kind")}
        />
        <div className={classes.grow}>
          <ParamField
            param={asParam}
            value={param.default ?? undefined}
            onChange={(value) => change({ default: (value ?? null) as BlockParam["default"] }, "default")}
            problem={null}
          />
        </div>
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {plural(countBound(block, param.name), "value")} inside follow it.
      </Text>
    </div>
  );
}

function Params({ name, block }: { name: string; block: Block }) {
  const add = () => {
    const fresh = freshBlockName("units", new Set(block.params.map((param) => param.name)));
    const param: BlockParam = { name: fresh, kind: "int", default: 32, help: "" };
    useEditor.getState().edit(`Add a parameter to ${name}`, (document) => addParam(document, name, param));
  };
  return (
    <section className={classes.section}>
      <Title order={3} size="h6" mb={6}>
        Parameters
      </Title>
      <Text size="xs" c="dimmed" mb={8}>
        Each use gives them values of its own. In the settings of a layer inside, bind a value to one, or type an
        expression such as 4 * filters.
      </Text>
      {block.params.map((param) => (
        <ParamRow key={param.name} block={block} param={param} name={name} />
      ))}
      <Button size="compact-xs" leftSection={<IconPlus size={13} />} onClick={add}>
        Add a parameter
      </Button>
    </section>
  );
}

function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from];
  return item === undefined ? [...list] : list.toSpliced(from, 1).toSpliced(to, 0, item);
}

type RowProps = {
  label: string;
  place: number;
  count: number;
  onMove: (to: number) => void;
  onGo: () => void;
  onRemove?: () => void;
};

function EndRow({ label, place, count, onMove, onGo, onRemove }: RowProps) {
  return (
    <Group gap={4} wrap="nowrap">
      <Button size="compact-xs" variant="subtle" ff="monospace" flex={1} justify="flex-start" onClick={onGo}>
        {place + 1}. {label}
      </Button>
      <ActionIcon size="sm" aria-label={`Move ${label} up`} disabled={place === 0} onClick={() => onMove(place - 1)}>
        <IconArrowUp size={14} />
      </ActionIcon>
      <ActionIcon
        size="sm"
        aria-label={`Move ${label} down`}
        disabled={place === count - 1}
        onClick={() => onMove(place + 1)}
      >
        <IconArrowDown size={14} />
      </ActionIcon>
      {onRemove && (
        <ActionIcon size="sm" aria-label={`Give ${label} no longer`} onClick={onRemove}>
          <IconTrash size={14} />
        </ActionIcon>
      )}
    </Group>
  );
}

/** The block's ports and outputs, in their order. */
function Ends({ name, block }: { name: string; block: Block }) {
  const { edit } = useEditor.getState();
  const shiftInput = (from: number) => (to: number) =>
    edit(`Reorder the inputs of ${name}`, (document) =>
      changeBlock(document, name, (before) => ({ ...before, inputs: moved(before.inputs, from, to) })),
    );
  const shiftOutput = (from: number) => (to: number) =>
    edit(`Reorder the outputs of ${name}`, (document) => setOutputs(document, name, moved(block.outputs, from, to)));
  return (
    <section className={classes.section}>
      <Title order={3} size="h6" mb={6}>
        Inputs
      </Title>
      {block.inputs.map((port, place) => (
        <EndRow
          key={port}
          label={port}
          place={place}
          count={block.inputs.length}
          onMove={shiftInput(place)}
          onGo={() => goTo(port)}
        />
      ))}
      {block.inputs.length === 0 && <Text size="xs">An Input layer put into the block becomes one.</Text>}
      <Title order={3} size="h6" my={6}>
        Outputs
      </Title>
      {block.outputs.map(([node, output], place) => (
        <EndRow
          key={`${node} ${output}`}
          label={output === 0 ? node : `${node}, output ${output + 1}`}
          place={place}
          count={block.outputs.length}
          onMove={shiftOutput(place)}
          onGo={() => goTo(node)}
          onRemove={() => setGiven(node, output, false)}
        />
      ))}
      {block.outputs.length === 0 && <Text size="xs">Select a layer and say that it is an output of the block.</Text>}
    </section>
  );
}

/** The opened block itself. */
export function BlockInspector({ name, block }: { name: string; block: Block }) {
  return (
    <Stack gap={10} className={classes.body}>
      <Title order={2} size="h6">
        Block {name}
      </Title>
      <BlockName name={name} />
      <BlockHelp name={name} block={block} />
      <NestedSwitch name={name} block={block} />
      <Params name={name} block={block} />
      <Ends name={name} block={block} />
    </Stack>
  );
}
