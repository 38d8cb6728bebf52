/** Going to a field that is marked to be searched, wherever its form is. */
import { blockName } from "@/graph/blocks";
import type { Path } from "@/graph/scene";
import { useEditor } from "@/graph/store";
import type { Document, Node, SweepField } from "@/graph/types";
import { focusFirst } from "@/inspector/markFocus";
import { useDialogs } from "./dialogs";
import { goToPath } from "./nodeCommands";

/** The uses through which one comes into a block; null where it is used nowhere. */
export function pathInto(document: Document, block: string): Path | null {
  const search = (nodes: readonly Node[], seen: readonly string[]): Path | null => {
    for (const node of nodes) {
      const name = blockName(node.layer);
      if (name === null || seen.includes(name)) continue;
      if (name === block) return [node.id];
      const deeper = search(document.blocks[name]?.nodes ?? [], [...seen, name]);
      if (deeper) return [node.id, ...deeper];
    }
    return null;
  };
  return search(document.nodes, []);
}

function focusField(name: string, tries = 30): void {
  const found = window.document.querySelector<HTMLElement>(`[data-marked="${CSS.escape(name)}"]`);
  if (found) {
    found.scrollIntoView({ block: "nearest" });
    focusFirst(found);
  } else if (tries > 0) requestAnimationFrame(() => focusField(name, tries - 1));
}

/** Marks the section of the dock that says how is searched. */
export const SWEEP_SECTION = "sweep";

/** Shows how is searched. */
export function goToSweep(tries = 30): void {
  useDialogs.getState().showTab("training");
  const section = window.document.getElementById(SWEEP_SECTION);
  if (section) {
    section.scrollIntoView({ block: "start" });
    focusFirst(section);
  } else if (tries > 0) requestAnimationFrame(() => goToSweep(tries - 1));
}

/** Shows the form in which a marked field stands, and puts the keyboard on it. */
export function goToField(field: SweepField): void {
  const { document } = useEditor.getState();
  if (field.node === null) useDialogs.getState().showTab("training");
  else {
    const inside = field.block === null ? [] : pathInto(document, field.block);
    if (inside === null) return;
    goToPath([...inside, field.node]);
    if (!useDialogs.getState().hasInspector) useDialogs.getState().toggleInspector();
  }
  // The canvas takes the keyboard first, two frames from now.
  let frames = 4;
  const wait = () => (frames-- > 0 ? requestAnimationFrame(wait) : focusField(field.name));
  requestAnimationFrame(wait);
}
