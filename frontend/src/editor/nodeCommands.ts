/** What menus, buttons and keys do with layers that are shared, frozen, grouped into blocks or replaced. */
import { notifications } from "@mantine/notifications";
import { focusNode, goTo, keepView, middleOfView, takeUpView } from "@/canvas/view";
import { adoptBlocks } from "@/graph/blockEdits";
import { blockLayer, blockName, freshBlockName, knownCatalog } from "@/graph/blocks";
import { indexOf } from "@/graph/document";
import { setListed } from "@/graph/edit";
import { freeze, upstream } from "@/graph/freeze";
import { type Inserted, insertAfter, lastOf } from "@/graph/insert";
import { blockable, makeBlock } from "@/graph/makeBlock";
import { marksUngrouped } from "@/graph/marksInStep";
import { nameAfterReplacing, replaceNode } from "@/graph/replaceNode";
import { openBlock, type Path, setOutputs, withScene } from "@/graph/scene";
import { shareNode, standAlone } from "@/graph/sharing";
import { useEditor } from "@/graph/store";
import type { Block, Catalog, Document } from "@/graph/types";
import { ungroup } from "@/graph/ungroup";
import { insertLayer, insertRefusal } from "./commands";
import { useDialogs } from "./dialogs";
import { focusSearch } from "./focusSearch";

function say(message: string): void {
  notifications.show({ message });
}

/** The one node that a command is meant for: the selected one, or that on which the keyboard stands. */
export function target(): string | null {
  const { selection, active } = useEditor.getState();
  return selection.size === 1 ? ([...selection][0] ?? null) : selection.size === 0 ? active : null;
}

/** Shows what lies at a path, as it was looked at before. */
function showPath(path: Path): void {
  const { inside, show } = useEditor.getState();
  keepView(inside.join("/"));
  show(path);
  requestAnimationFrame(() => requestAnimationFrame(() => takeUpView(path.join("/"))));
}

/** Opens the block that a node uses; false where it uses none. */
export function openUse(id = target()): boolean {
  const { scene, inside } = useEditor.getState();
  const node = id === null ? undefined : indexOf(scene).nodes.get(id);
  const name = node ? blockName(node.layer) : null;
  if (id === null || name === null || !scene.blocks[name]) return false;
  showPath([...inside, id]);
  return true;
}

/** Goes back to a level of the path, the network itself being 0, with the block that was open selected. */
export function closeTo(depth: number): void {
  const { inside } = useEditor.getState();
  const use = inside[depth];
  if (use === undefined) return;
  showPath(inside.slice(0, depth));
  useEditor.getState().activate(use);
  requestAnimationFrame(() => focusNode(use));
}

/** Goes to a node wherever it stands, through the blocks that lead there. */
export function goToPath(path: Path): void {
  const { inside } = useEditor.getState();
  const at = path.slice(0, -1);
  const id = path.at(-1);
  if (id === undefined) return;
  if (at.join("/") !== inside.join("/")) useEditor.getState().show(at);
  requestAnimationFrame(() => goTo(id));
}

/** Asks for the name of the block that the selection is to become. */
export function askForBlock(): void {
  const { scene, catalog, selection } = useEditor.getState();
  const nodes = blockable(scene, catalog, selection);
  const attempt = makeBlock(scene, catalog, selection, "block");
  if (nodes.length === 0 || attempt.refusal !== null) say(attempt.refusal ?? "");
  else useDialogs.getState().open("block");
}

/** Makes a block of the selection, as one step. */
export function makeBlockOfSelection(name: string): void {
  const { draw, catalog, selection, document, inside } = useEditor.getState();
  const params = document.blocks[openBlock(document, inside) ?? ""]?.params;
  let use: string | null = null;
  draw(`Make the block ${name}`, (scene) => {
    const made = makeBlock(scene, catalog, selection, name, params);
    if (made.refusal !== null) return scene;
    use = made.id;
    return made.document;
  });
  if (use !== null) goTo(use);
}

/** Brings the layers of a block back in its place. */
export function ungroupUse(id = target()): void {
  const { edit, inside, scene, catalog, select } = useEditor.getState();
  if (id === null) return;
  const done = ungroup(scene, catalog, id);
  const ids = done?.ids ?? [];
  const block = blockName(indexOf(scene).nodes.get(id)?.layer ?? "");
  if (done && block !== null)
    edit(`Ungroup ${id}`, (document) =>
      marksUngrouped(
        withScene(document, inside, done.document, catalog),
        block,
        openBlock(document, inside),
        done.names,
      ),
    );
  if (ids.length === 0) say("Only a block can be ungrouped. Select one.");
  else select(ids);
}

/** Adds another use of a node's layer, with the same weights. */
export function shareLayer(id = target()): void {
  const { draw, catalog } = useEditor.getState();
  if (id === null) return;
  let use: string | null = null;
  draw(`Use ${id} again`, (scene) => {
    const made = shareNode(scene, catalog, id);
    use = made?.id ?? null;
    return made?.document ?? scene;
  });
  if (use === null) say("Only layers and blocks have weights to share.");
  else goTo(use);
}

export function giveOwnLayer(id: string): void {
  useEditor.getState().draw(`Give ${id} a layer of its own`, (scene) => standAlone(scene, id));
}

/** Freezes or thaws the selection. */
export function freezeSelection(isOn: boolean): void {
  const { draw, catalog, selection, document } = useEditor.getState();
  draw(isOn ? "Freeze" : "Unfreeze", (scene) => freeze(scene, catalog, selection, isOn));
  if (document === useEditor.getState().document)
    say(isOn ? "Nothing here has weights that learn." : "Nothing here is frozen.");
}

/** Freezes what is not frozen; where all of it is, thaws it. */
export function toggleFrozen(): void {
  const { draw, catalog, selection, scene } = useEditor.getState();
  const frozen = freeze(scene, catalog, selection, true);
  if (frozen === scene) freezeSelection(false);
  else draw("Freeze", () => frozen);
}

/** Freezes every layer that leads to the selection. */
export function freezeBefore(): void {
  const { draw, catalog, selection } = useEditor.getState();
  draw("Freeze what comes before", (scene) => freeze(scene, catalog, upstream(scene, selection), true));
}

/** Looks in the palette for a layer to put in a node's place. */
export function startReplacing(id = target()): void {
  if (id === null) return;
  useDialogs.getState().replace(id);
  focusSearch();
}

/** Goes to a node wherever it stands and looks for a layer to put in its place. */
export function replaceAtPath(path: Path): void {
  const id = path.at(-1);
  if (id === undefined) return;
  const { inside, show, activate } = useEditor.getState();
  const at = path.slice(0, -1);
  if (at.join("/") !== inside.join("/")) show(at);
  activate(id);
  startReplacing(id);
}

/** What choosing a layer in the palette does: it replaces the node that waits for one, else it is inserted. */
export function chooseLayer(layer: string, asBranch = false): void {
  const { replacing, replace } = useDialogs.getState();
  const { scene, draw, catalog } = useEditor.getState();
  if (replacing === null || !indexOf(scene).nodes.has(replacing)) {
    insertLayer(layer, asBranch);
    return;
  }
  const refusal = insertRefusal(layer);
  if (refusal !== null) {
    say(refusal);
    return;
  }
  const name = nameAfterReplacing(scene, catalog, replacing, layer);
  draw(`Replace ${replacing}`, (before) => replaceNode(before, catalog, replacing, layer));
  replace(null);
  goTo(name);
}

/** A block that is kept elsewhere, with the blocks that stand in it. */
export type KeptBlock = { readonly name: string; readonly blocks: Readonly<Record<string, Block>> };

/** Puts a use of a layer somewhere in a document. */
type Placing = (document: Document, catalog: Catalog, layer: string) => Inserted;

function behindSelection(document: Document, catalog: Catalog, layer: string): Inserted {
  const { selection } = useEditor.getState();
  const last = lastOf(document, catalog);
  const after = selection.size > 0 || last === null ? [...selection] : [last];
  return insertAfter(document, catalog, layer, { after, at: middleOfView() });
}

/** Takes a kept block into this network and puts a use of it where it was dropped; without a place, behind the selection. */
export function insertKept({ name, blocks }: KeptBlock, put: Placing = behindSelection): void {
  const { draw, keras } = useEditor.getState();
  let use = "";
  draw(`Add ${name}`, (scene) => {
    const adopted = adoptBlocks(scene, blocks);
    const catalog = knownCatalog(keras, adopted.document.blocks);
    const added = put(adopted.document, catalog, blockLayer(adopted.names.get(name) ?? name));
    use = added.id;
    return added.document;
  });
  if (use && put === behindSelection) goTo(use);
  else if (use) useEditor.getState().activate(use);
}

/** Whether an output of a node is one of the open block's, or listed as one of the network's. */
export function setGiven(id: string, output: number, isOn: boolean): void {
  const { edit, document, inside } = useEditor.getState();
  const name = openBlock(document, inside);
  if (name === null) {
    edit(`Set the outputs of the network`, (before) => setListed(before, id, output, isOn));
    return;
  }
  edit(`Set the outputs of ${name}`, (before) => {
    const rest = (before.blocks[name]?.outputs ?? []).filter(([node, index]) => node !== id || index !== output);
    return setOutputs(before, name, isOn ? [...rest, [id, output]] : rest);
  });
}

/** A name for the next block. */
export function nextBlockName(): string {
  return freshBlockName("block", new Set(Object.keys(useEditor.getState().document.blocks)));
}
