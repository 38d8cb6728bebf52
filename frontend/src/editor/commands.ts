/** What menus, buttons and keys do. */
import { notifications } from "@mantine/notifications";
import { layOut } from "@/canvas/layOut";
import { fitView, goTo, middleOfView } from "@/canvas/view";
import { blockName, holdsItself } from "@/graph/blocks";
import { titleOf } from "@/graph/describe";
import { move, remove } from "@/graph/edit";
import { insertAfter, lastOf, removeAndMend, settle } from "@/graph/insert";
import { type Clip, copyNodes, offsetTo, parseClip, pasteClip } from "@/graph/paste";
import { applyPatch, PatchRefused } from "@/graph/patch";
import { openBlock } from "@/graph/scene";
import { useEditor } from "@/graph/store";
import type { Patch } from "@/graph/types";
import { type Direction, firstNode, walk } from "@/graph/walk";

export const PASTE_STEP = 28;

let kept: Clip | null = null;

function layers(count: number): string {
  return count === 1 ? "a layer" : `${count} layers`;
}

/** Takes the selection away; with `mend`, what stood before and behind it is wired together. */
export function deleteSelection(mend = false): void {
  const { selection, selectedEdges, draw } = useEditor.getState();
  if (selection.size + selectedEdges.size === 0) return;
  const label = selection.size ? `Delete ${layers(selection.size)}` : "Delete a wire";
  draw(label, (document) => (mend ? removeAndMend(document, selection) : remove(document, selection, selectedEdges)));
}

/** The selection as text for the clipboard; null where nothing is selected. */
export function copySelection(): string | null {
  const { scene: document, selection } = useEditor.getState();
  if (selection.size === 0) return null;
  kept = copyNodes(document, selection);
  return JSON.stringify(kept);
}

function paste(clip: Clip, by: readonly [number, number], label: string): void {
  const refusal = clip.nodes.map((node) => insertRefusal(node.layer)).find((found) => found?.includes("itself"));
  if (refusal) {
    notifications.show({ message: refusal });
    return;
  }
  const { draw, select, activate, catalog } = useEditor.getState();
  let ids: readonly string[] = [];
  draw(label, (document) => {
    const pasted = pasteClip(document, catalog, clip, by);
    ids = pasted.ids;
    return pasted.document;
  });
  const [only] = ids;
  if (ids.length === 1 && only) activate(only);
  else select(ids);
}

/** Pastes what the clipboard holds; what was copied last in this window where it holds nothing of ours. */
export function pasteText(text: string): boolean {
  const clip = parseClip(text) ?? (text === "" ? kept : null);
  if (!clip || clip.nodes.length === 0) return false;
  const { nodes } = useEditor.getState().scene;
  const isInPlace = clip.nodes.some((node) =>
    nodes.some((other) => other.at[0] === node.at[0] && other.at[1] === node.at[1]),
  );
  paste(
    clip,
    isInPlace ? [PASTE_STEP, PASTE_STEP] : offsetTo(clip, middleOfView()),
    `Paste ${layers(clip.nodes.length)}`,
  );
  return true;
}

export function duplicateSelection(): void {
  const { scene: document, selection } = useEditor.getState();
  if (selection.size > 0)
    paste(copyNodes(document, selection), [PASTE_STEP, PASTE_STEP], `Duplicate ${layers(selection.size)}`);
}

export function selectAll(): void {
  const { scene: document, select } = useEditor.getState();
  select(document.nodes.map((node) => node.id));
}

/** Why a layer cannot stand in what is shown: a block cannot hold itself. */
export function insertRefusal(layer: string): string | null {
  const { document, inside, catalog } = useEditor.getState();
  const [open, name] = [openBlock(document, inside), blockName(layer)];
  if (open !== null && name !== null && holdsItself(document.blocks, open, name))
    return `${name} cannot stand inside itself.`;
  return catalog.layers[layer]?.unavailable || null;
}

/** Inserts a layer behind the selection, wired, and goes to it; behind the last layer where nothing is selected. */
export function insertLayer(layer: string, asBranch = false): void {
  const { draw, scene, catalog, selection } = useEditor.getState();
  const refusal = insertRefusal(layer);
  if (refusal) {
    notifications.show({ message: refusal });
    return;
  }
  const last = lastOf(scene, catalog);
  const after = selection.size > 0 || last === null ? [...selection] : [last];
  let id = "";
  draw(`Add ${titleOf(layer)}`, (document) => {
    const added = insertAfter(document, catalog, layer, { after, asBranch, at: middleOfView() });
    id = added.id;
    return added.document;
  });
  useEditor.getState().activate(id);
  requestAnimationFrame(() => goTo(id));
}

export function walkTo(direction: Direction): void {
  const { scene: document, active } = useEditor.getState();
  const next = active ? walk(document, active, direction) : firstNode(document);
  if (next) goTo(next);
}

/** Moves the selected nodes by hand, one key press at a time. */
export function nudge(dx: number, dy: number): void {
  const { selection, draw } = useEditor.getState();
  if (selection.size === 0) return;
  const shift = (document: Parameters<typeof move>[0]) =>
    move(
      document,
      new Map(
        document.nodes
          .filter((node) => selection.has(node.id))
          .map((node) => [node.id, [node.at[0] + dx, node.at[1] + dy]]),
      ),
    );
  draw(`Move ${layers(selection.size)}`, shift, `nudge ${[...selection].join()}`);
}

/** Puts every node in its place, as one undoable step. */
export async function arrange(): Promise<void> {
  const { scene: document, catalog, figures, draw } = useEditor.getState();
  if (document.nodes.length === 0) return;
  try {
    const places = await layOut(document, catalog, figures);
    draw("Arrange the network", (current) => move(current, places));
    requestAnimationFrame(() => requestAnimationFrame(() => fitView()));
  } catch {
    notifications.show({ color: "red", message: "The network could not be arranged. Nothing was changed." });
  }
}

/** Applies a change that the server or the palette offers, where it still fits. */
export function applyOffer(label: string, patch: Patch): boolean {
  try {
    useEditor.getState().edit(label, (document) => {
      const patched = applyPatch(document, patch);
      return (patch.add_nodes ?? []).reduce((settled, node) => settle(settled, node.id), patched);
    });
  } catch (error) {
    if (!(error instanceof PatchRefused)) throw error;
    notifications.show({
      color: "red",
      message: `${error.message} The network has changed since; wait for the next check.`,
    });
    return false;
  }
  return true;
}

/** Applies an offered change and goes to the layer that it added or set. */
export function applyFix(label: string, patch: Patch): void {
  if (!applyOffer(label, patch)) return;
  const { show, inside } = useEditor.getState();
  const [added] = patch.add_nodes ?? [];
  const target = added?.id ?? Object.keys(patch.set_config ?? {})[0];
  if (target && inside.length > 0) show([]);
  if (target) goTo(target);
}
