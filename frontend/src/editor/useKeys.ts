import { useEffect } from "react";
import { useEditor } from "@/graph/store";
import { copySelection, deleteSelection, pasteText } from "./commands";
import { keyOf, shortcutFor } from "./shortcuts";

/** Whether the network is someone else's. */
function isReading(): boolean {
  return useEditor.getState().author !== null;
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select, [role=dialog], .cm-editor") !== null)
  );
}

/** Whether the keyboard is on the canvas, or nowhere: not on a button or a tab, which have keys of their own. */
function isOnCanvas(target: EventTarget | null): boolean {
  if (target === document.body || (target instanceof Element && target.id === "page")) return true;
  return target instanceof Element && target.closest("[data-canvas]") !== null && target.closest("button") === null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || isWriting(event.target)) return;
  const shortcut = shortcutFor(keyOf(event));
  if (!shortcut?.run || (isReading() && !shortcut.looks) || (shortcut.onCanvas && !isOnCanvas(event.target))) return;
  event.preventDefault();
  shortcut.run();
}

function onCopy(event: ClipboardEvent): void {
  if (isWriting(event.target) || window.getSelection()?.toString()) return;
  const text = copySelection();
  if (text === null) return;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
  if (event.type === "cut" && !isReading()) deleteSelection();
}

function onPaste(event: ClipboardEvent): void {
  if (isWriting(event.target) || isReading()) return;
  if (pasteText(event.clipboardData?.getData("text/plain") ?? "")) event.preventDefault();
}

/** The editor's keys and the clipboard. */
export function useKeys(): void {
  useEffect(() => {
    window.addEventListener("keydown", onKeyDown);
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCopy);
    document.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCopy);
      document.removeEventListener("paste", onPaste);
    };
  }, []);
}
