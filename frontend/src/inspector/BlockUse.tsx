import { Button, Group, NumberInput, Stack } from "@mantine/core";
import { IconArrowsMaximize, IconDeviceFloppy, IconUnlink } from "@tabler/icons-react";
import { openUse, ungroupUse } from "@/editor/nodeCommands";
import { blockName, blockOf } from "@/graph/blocks";
import { setRepeat } from "@/graph/edit";
import { useEditor } from "@/graph/store";
import type { Node } from "@/graph/types";
import { saveBlock } from "@/palette/Blocks";
import { BlockName, NestedSwitch } from "./BlockSettings";

const MOST = 1_000;

function Repeat({ node, isDisabled }: { node: Node; isDisabled: boolean }) {
  return (
    <NumberInput
      size="xs"
      label="repeat"
      description={
        isDisabled
          ? "A block follows itself only where it has as many outputs as inputs."
          : "How often it follows itself, each time with weights of its own."
      }
      min={1}
      max={MOST}
      allowDecimal={false}
      allowNegative={false}
      value={node.repeat}
      disabled={isDisabled && node.repeat === 1}
      onChange={(value) => {
        const repeat = Math.round(Number(value));
        if (repeat >= 1 && repeat <= MOST)
          useEditor
            .getState()
            .draw(`Repeat ${node.id}`, (scene) => setRepeat(scene, node.id, repeat), `${node.id} repeat`);
      }}
    />
  );
}

/** A use of a block: how often it is repeated, and what can be done with it. `owner` holds its settings. */
export function BlockUse({ node, owner }: { node: Node; owner: Node }) {
  const block = useEditor((state) => blockOf(state.scene, node));
  const name = blockName(node.layer);
  if (!block || name === null) return null;
  return (
    <Stack gap={10} mb={12}>
      <Group gap={6}>
        <Button size="compact-xs" leftSection={<IconArrowsMaximize size={13} />} onClick={() => openUse(node.id)}>
          Open
        </Button>
        <Button size="compact-xs" leftSection={<IconUnlink size={13} />} onClick={() => ungroupUse(node.id)}>
          Ungroup
        </Button>
        <Button size="compact-xs" leftSection={<IconDeviceFloppy size={13} />} onClick={() => saveBlock(name)}>
          Save to my palette
        </Button>
      </Group>
      <BlockName name={name} />
      <Repeat node={owner} isDisabled={block.inputs.length !== block.outputs.length} />
      <NestedSwitch name={name} block={block} />
    </Stack>
  );
}
