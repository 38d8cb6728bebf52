import { Kbd, Menu } from "@mantine/core";
import { Fragment } from "react";
import { arrange, copySelection, deleteSelection, duplicateSelection, pasteText, selectAll } from "@/editor/commands";
import { useDialogs } from "@/editor/dialogs";
import { focusSearch } from "@/editor/focusSearch";
import {
  askForBlock,
  closeTo,
  freezeBefore,
  freezeSelection,
  giveOwnLayer,
  openUse,
  shareLayer,
  startReplacing,
  target,
  ungroupUse,
} from "@/editor/nodeCommands";
import { type MenuAction, menuFor } from "@/graph/menu";
import { useEditor } from "@/graph/store";
import { closeContextMenu, useContextMenu } from "./contextMenuPlace";
import { PointMenu } from "./PointMenu";
import { fitView, focusNode } from "./view";

function copy(): void {
  const text = copySelection();
  if (text !== null) void navigator.clipboard?.writeText(text).catch(() => undefined);
}

function alone(): void {
  const id = target();
  if (id !== null) giveOwnLayer(id);
}

type Entry = { readonly label: string; readonly keys?: string; readonly run: () => void };

const ENTRIES: Readonly<Record<MenuAction, Entry>> = {
  open: { label: "Open the block", keys: "Enter", run: () => openUse() },
  ungroup: { label: "Ungroup", keys: "Ctrl Shift G", run: () => ungroupUse() },
  share: { label: "Use again with the same weights", keys: "S", run: () => shareLayer() },
  alone: { label: "Give it a layer of its own", run: alone },
  block: { label: "Make a block", keys: "Ctrl G", run: askForBlock },
  freeze: { label: "Freeze", keys: "Z", run: () => freezeSelection(true) },
  unfreeze: { label: "Unfreeze", run: () => freezeSelection(false) },
  freezeBefore: { label: "Freeze everything before this", run: freezeBefore },
  connect: { label: "Connect to…", keys: "C", run: () => useDialogs.getState().open("connect") },
  replace: { label: "Replace with…", keys: "R", run: () => startReplacing() },
  cut: {
    label: "Cut",
    keys: "Ctrl X",
    run: () => {
      copy();
      deleteSelection();
    },
  },
  copy: { label: "Copy", keys: "Ctrl C", run: copy },
  paste: { label: "Paste what was copied here", keys: "Ctrl V", run: () => pasteText("") },
  duplicate: { label: "Duplicate", keys: "Ctrl D", run: duplicateSelection },
  delete: { label: "Delete", keys: "Delete", run: () => deleteSelection() },
  mend: { label: "Delete and wire its neighbours", keys: "Shift Delete", run: () => deleteSelection(true) },
  add: { label: "Add a layer", keys: "/", run: focusSearch },
  selectAll: { label: "Select everything", keys: "Ctrl A", run: selectAll },
  arrange: { label: "Arrange", keys: "L", run: () => void arrange() },
  fit: { label: "Show everything", keys: "F", run: () => fitView() },
  close: { label: "Close the block", keys: "Esc", run: () => closeTo(useEditor.getState().inside.length - 1) },
};

/** After these the keyboard goes elsewhere by itself. */
const MOVES_FOCUS: ReadonlySet<MenuAction> = new Set(["add", "replace", "connect", "block", "open", "close", "share"]);

/** What only looks, and so is there for someone else's network. */
const LOOKS: ReadonlySet<MenuAction> = new Set(["open", "copy", "selectAll", "fit", "close"]);

function Items({ onRun }: { onRun: (action: MenuAction) => void }) {
  const { scene, catalog, selection, selectedEdges, inside, author } = useEditor.getState();
  const all = menuFor(scene, catalog, selection, inside.length > 0, selectedEdges.size > 0);
  const groups = author === null ? all : all.map((group) => group.filter((action) => LOOKS.has(action)));
  return groups
    .filter((group) => group.length > 0)
    .map((group, place) => (
      <Fragment key={group.join()}>
        {place > 0 && <Menu.Divider />}
        {group.map((action) => (
          <Menu.Item
            key={action}
            rightSection={ENTRIES[action].keys ? <Kbd size="xs">{ENTRIES[action].keys}</Kbd> : undefined}
            onClick={() => onRun(action)}
          >
            {ENTRIES[action].label}
          </Menu.Item>
        ))}
      </Fragment>
    ));
}

/** What can be done here, on a right click or the menu key. */
export function ContextMenu() {
  const at = useContextMenu((state) => state.at);
  if (!at) return null;
  const close = () => {
    closeContextMenu();
    const { active } = useEditor.getState();
    if (active !== null) focusNode(active);
  };
  const run = (action: MenuAction) => {
    closeContextMenu();
    // When the menu has let go of the keyboard.
    requestAnimationFrame(() => {
      ENTRIES[action].run();
      const { active } = useEditor.getState();
      if (active !== null && !MOVES_FOCUS.has(action)) focusNode(active);
    });
  };
  return (
    <PointMenu x={at.x} y={at.y} label="What can be done here" onClose={close}>
      <Items onRun={run} />
    </PointMenu>
  );
}
