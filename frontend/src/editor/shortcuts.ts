/** The keys, in one table: what they are called, what they do, and how they are shown in the list on "?". */
import { fitView, zoomBy } from "@/canvas/view";
import { useEditor } from "@/graph/store";
import { arrange, deleteSelection, duplicateSelection, nudge, selectAll, walkTo } from "./commands";
import { useDialogs } from "./dialogs";
import { focusSearch } from "./focusSearch";
import { askForBlock, closeTo, openUse, shareLayer, startReplacing, toggleFrozen, ungroupUse } from "./nodeCommands";

export type Shortcut = {
  readonly group: string;
  readonly shown: readonly string[];
  readonly does: string;
  /** Keys as `keyOf` writes them; absent where the browser or the canvas sees to it. */
  readonly keys?: readonly string[];
  /** Only while the keyboard is on the canvas or on nothing at all. */
  readonly onCanvas?: boolean;
  readonly run?: () => void;
  /** It only looks: it is there for someone else's network, too. */
  readonly looks?: boolean;
};

const STEP = 12;

/** Opens a block, or the settings of every other layer. */
function openOrEdit(): void {
  if (openUse()) return;
  document.querySelector<HTMLElement>("[data-inspector] input")?.focus();
}

/** Lets go of the selection; with nothing selected it leaves the opened block. */
function stepOut(): void {
  const { selection, selectedEdges, inside, select } = useEditor.getState();
  if (selection.size + selectedEdges.size === 0 && inside.length > 0) closeTo(inside.length - 1);
  else select([]);
}

export const SHORTCUTS: readonly Shortcut[] = [
  { group: "Find and add", shown: ["/"], does: "Search the layers", keys: ["/"], run: focusSearch },
  { group: "Find and add", shown: ["Enter"], does: "In the palette: insert after the selected layer, wired" },
  { group: "Find and add", shown: ["Shift Enter"], does: "In the palette: insert as a new branch" },
  {
    group: "Walk",
    shown: ["↑ ↓"],
    does: "Along the wires",
    keys: ["ArrowUp"],
    onCanvas: true,
    run: () => walkTo("up"),
    looks: true,
  },
  { group: "", shown: [], does: "", keys: ["ArrowDown"], onCanvas: true, run: () => walkTo("down"), looks: true },
  {
    group: "Walk",
    shown: ["← →"],
    does: "To the neighbour",
    keys: ["ArrowLeft"],
    onCanvas: true,
    run: () => walkTo("left"),
    looks: true,
  },
  { group: "", shown: [], does: "", keys: ["ArrowRight"], onCanvas: true, run: () => walkTo("right"), looks: true },
  {
    group: "Walk",
    shown: ["Enter"],
    does: "Edit the layer; open the block",
    keys: ["Enter"],
    onCanvas: true,
    run: openOrEdit,
    looks: true,
  },
  {
    group: "Walk",
    shown: ["Esc"],
    does: "From the settings to the layer, then select nothing, then close the block",
    keys: ["Escape"],
    onCanvas: true,
    run: stepOut,
    looks: true,
  },
  {
    group: "Change",
    shown: ["C"],
    does: "Connect the layer to another",
    keys: ["c"],
    onCanvas: true,
    run: () => useDialogs.getState().open("connect"),
  },
  {
    group: "Change",
    shown: ["Alt ↑ ↓ ← →"],
    does: "Move the selection",
    keys: ["alt+ArrowUp"],
    onCanvas: true,
    run: () => nudge(0, -STEP),
  },
  { group: "", shown: [], does: "", keys: ["alt+ArrowDown"], onCanvas: true, run: () => nudge(0, STEP) },
  { group: "", shown: [], does: "", keys: ["alt+ArrowLeft"], onCanvas: true, run: () => nudge(-STEP, 0) },
  { group: "", shown: [], does: "", keys: ["alt+ArrowRight"], onCanvas: true, run: () => nudge(STEP, 0) },
  {
    group: "Change",
    shown: ["Delete"],
    does: "Delete the selection",
    keys: ["Delete", "Backspace"],
    onCanvas: true,
    run: () => deleteSelection(),
  },
  {
    group: "Change",
    shown: ["Shift Delete"],
    does: "Delete, and wire its neighbours together",
    keys: ["shift+Delete", "shift+Backspace"],
    onCanvas: true,
    run: () => deleteSelection(true),
  },
  { group: "Change", shown: ["Ctrl G"], does: "Make a block of the selection", keys: ["mod+g"], run: askForBlock },
  {
    group: "Change",
    shown: ["Ctrl Shift G"],
    does: "Ungroup the block",
    keys: ["mod+shift+g"],
    run: () => ungroupUse(),
  },
  {
    group: "Change",
    shown: ["S"],
    does: "Use the layer again, with the same weights",
    keys: ["s"],
    onCanvas: true,
    run: () => shareLayer(),
  },
  { group: "Change", shown: ["Z"], does: "Freeze or unfreeze", keys: ["z"], onCanvas: true, run: toggleFrozen },
  {
    group: "Change",
    shown: ["R"],
    does: "Replace the layer",
    keys: ["r"],
    onCanvas: true,
    run: () => startReplacing(),
  },
  { group: "Change", shown: ["Menu", "right click"], does: "All that can be done here" },
  { group: "Change", shown: ["Ctrl X", "Ctrl C", "Ctrl V"], does: "Cut, copy, paste" },
  { group: "Change", shown: ["Ctrl D"], does: "Duplicate the selection", keys: ["mod+d"], run: duplicateSelection },
  { group: "Change", shown: ["Ctrl A"], does: "Select everything", keys: ["mod+a"], run: selectAll, looks: true },
  { group: "Change", shown: ["Ctrl Z"], does: "Undo", keys: ["mod+z"], run: () => useEditor.getState().undo() },
  {
    group: "Change",
    shown: ["Ctrl Shift Z", "Ctrl Y"],
    does: "Redo",
    keys: ["mod+shift+z", "mod+y"],
    run: () => useEditor.getState().redo(),
  },
  {
    group: "Look",
    shown: ["F"],
    does: "Show the whole network",
    keys: ["f"],
    onCanvas: true,
    run: () => fitView(),
    looks: true,
  },
  {
    group: "Look",
    shown: ["+", "-"],
    does: "Zoom",
    keys: ["+", "="],
    onCanvas: true,
    run: () => zoomBy(1.25),
    looks: true,
  },
  { group: "", shown: [], does: "", keys: ["-"], onCanvas: true, run: () => zoomBy(1 / 1.25), looks: true },
  { group: "Look", shown: ["Space drag", "two fingers"], does: "Move the view" },
  { group: "Look", shown: ["Shift drag"], does: "Select with a box" },
  { group: "Look", shown: ["L"], does: "Arrange the network", keys: ["l"], onCanvas: true, run: () => void arrange() },
  {
    group: "Look",
    shown: ["?"],
    does: "This list",
    keys: ["?"],
    run: () => useDialogs.getState().open("shortcuts"),
    looks: true,
  },
];

/** A key press as the table writes it: mod+shift+z. Shift counts only where it makes no other sign. */
export function keyOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">): string {
  const { key } = event;
  const name = key.length === 1 ? key.toLowerCase() : key;
  const isSign = key.length === 1 && !/[a-z]/i.test(key);
  const parts = [
    (event.ctrlKey || event.metaKey) && "mod",
    event.altKey && "alt",
    event.shiftKey && !isSign && "shift",
    name,
  ];
  return parts.filter(Boolean).join("+");
}

export function shortcutFor(key: string): Shortcut | undefined {
  return SHORTCUTS.find((shortcut) => shortcut.keys?.includes(key));
}
