import { ActionIcon, Menu, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBoxMultiple, IconDeviceFloppy, IconDots, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { tell } from "@/app/tell";
import { KEPT_TYPE } from "@/canvas/useDrop";
import { insertKept } from "@/editor/nodeCommands";
import { removeBlock } from "@/graph/blockEdits";
import { blockLayer, usesOf } from "@/graph/blocks";
import { plural } from "@/graph/format";
import { useEditor } from "@/graph/store";
import type { LayerSpec } from "@/graph/types";
import { Family } from "./Family";
import { forgetBlock, type Kept, keepBlock, keptBlocksQuery } from "./keptBlocks";
import { LayerItem } from "./LayerItem";
import classes from "./Palette.module.css";

async function report(action: () => Promise<void>, done: string): Promise<void> {
  try {
    await action();
    notifications.show({ message: done });
  } catch (error) {
    tell("That did not work")(error);
  }
}

/** Saves a block of this network to one's own palette. */
export function saveBlock(name: string): void {
  void report(
    () => keepBlock(useEditor.getState().document, name),
    `${name} is in your palette now, in every network.`,
  );
}

function More({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size="sm" aria-label={`More for ${name}`} data-item>
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

function OwnBlock({ name, layer }: { name: string; layer: LayerSpec }) {
  const uses = useEditor((state) => usesOf(state.document, name).length);
  const remove = () => useEditor.getState().edit(`Delete the block ${name}`, (document) => removeBlock(document, name));
  return (
    <LayerItem
      layer={layer}
      more={
        <More name={name}>
          <Menu.Item leftSection={<IconDeviceFloppy size={15} />} onClick={() => saveBlock(name)}>
            Save to my palette
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={15} />} onClick={remove} disabled={uses > 0}>
            {uses > 0 ? `Delete (${plural(uses, "use")} left)` : "Delete"}
          </Menu.Item>
        </More>
      }
    />
  );
}

/** The blocks of this network, to be used again with weights of their own. */
export function NetworkBlocks() {
  const blocks = useEditor((state) => state.document.blocks);
  const layers = useEditor((state) => state.catalog.layers);
  const names = Object.keys(blocks);
  if (names.length === 0) return null;
  return (
    <Family name="Blocks of this network" count={names.length} startsOpen>
      {names.map((name) => {
        const layer = layers[blockLayer(name)];
        return layer ? <OwnBlock key={name} name={name} layer={layer} /> : null;
      })}
    </Family>
  );
}

function sizeOf({ name, blocks }: Kept): string {
  const block = blocks[name];
  return block ? plural(block.nodes.length - block.inputs.length, "layer") : "";
}

function KeptItem({ kept }: { kept: Kept }) {
  return (
    <li className={classes.row}>
      <UnstyledButton
        className={classes.item}
        data-item
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(KEPT_TYPE, JSON.stringify({ name: kept.name, blocks: kept.blocks }));
          event.dataTransfer.effectAllowed = "copy";
        }}
        onClick={() => insertKept(kept)}
      >
        <span className={classes.swatch} data-kept aria-hidden>
          <IconBoxMultiple size={14} />
        </span>
        <span className={classes.words}>
          <span className={classes.name}>{kept.name}</span>
          <span className={classes.summary} aria-hidden>
            {sizeOf(kept)}
          </span>
        </span>
      </UnstyledButton>
      <More name={kept.name}>
        <Menu.Item
          leftSection={<IconTrash size={15} />}
          onClick={() => void report(() => forgetBlock(kept.id), `${kept.name} is no longer in your palette.`)}
        >
          Delete from my palette
        </Menu.Item>
      </More>
    </li>
  );
}

/** The blocks that a person keeps for every network; those that match what is typed in the search. */
export function KeptBlocks({ text = "" }: { text?: string }) {
  const { data: kept = [] } = useQuery(keptBlocksQuery);
  const shown = kept.filter((one) => one.name.includes(text.trim().toLowerCase()));
  if (shown.length === 0) return null;
  return (
    <Family name="Your blocks" count={shown.length} startsOpen={text !== ""}>
      {shown.map((one) => (
        <KeptItem key={one.id} kept={one} />
      ))}
    </Family>
  );
}
