/** What can be done with a selection: the context menu's items, by what is selected. */
import { blockOf } from "./blocks";
import { indexOf } from "./document";
import { canFreeze, isFrozen, upstream } from "./freeze";
import { blockable } from "./makeBlock";
import { canShare } from "./sharing";
import type { Catalog, Document } from "./types";

export type MenuAction =
  | "open"
  | "ungroup"
  | "share"
  | "alone"
  | "block"
  | "freeze"
  | "unfreeze"
  | "freezeBefore"
  | "replace"
  | "connect"
  | "cut"
  | "copy"
  | "paste"
  | "duplicate"
  | "delete"
  | "mend"
  | "add"
  | "selectAll"
  | "arrange"
  | "fit"
  | "close";

/** Groups of actions, in order; a line stands between groups. */
export type MenuGroups = readonly (readonly MenuAction[])[];

function when(isTrue: boolean, ...actions: MenuAction[]): MenuAction[] {
  return isTrue ? actions : [];
}

function canvasMenu(document: Document, isInside: boolean): MenuGroups {
  const hasNodes = document.nodes.length > 0;
  return [["add", "paste"], when(hasNodes, "selectAll", "arrange", "fit"), when(isInside, "close")];
}

/** What stands in the context menu for a selection; with nothing selected, for the canvas. */
export function menuFor(
  document: Document,
  catalog: Catalog,
  selection: ReadonlySet<string>,
  isInside: boolean,
  hasWire = false,
): MenuGroups {
  if (selection.size === 0)
    return hasWire ? [["delete"]] : canvasMenu(document, isInside).filter((group) => group.length > 0);
  const nodes = [...selection].flatMap((id) => indexOf(document).nodes.get(id) ?? []);
  const [only] = nodes;
  const one = nodes.length === 1 && only ? only : null;
  const isUse = one !== null && blockOf(document, one) !== undefined;
  const freezable = nodes.filter((node) => canFreeze(document, catalog, node));
  const frozen = freezable.filter((node) => isFrozen(document, catalog, node));
  const before = [...upstream(document, selection)].flatMap((id) => indexOf(document).nodes.get(id) ?? []);
  const groups: MenuGroups = [
    when(isUse, "open", "ungroup"),
    [
      ...when(one !== null && canShare(catalog.layers[one.layer]), "share"),
      ...when(one?.shares != null, "alone"),
      ...when(blockable(document, catalog, selection).length > 0, "block"),
    ],
    [
      ...when(frozen.length < freezable.length, "freeze"),
      ...when(frozen.length > 0, "unfreeze"),
      ...when(
        before.some((node) => canFreeze(document, catalog, node) && !isFrozen(document, catalog, node)),
        "freezeBefore",
      ),
    ],
    when(one !== null, "connect", "replace"),
    ["cut", "copy", "duplicate"],
    ["delete", "mend"],
  ];
  return groups.filter((group) => group.length > 0);
}
