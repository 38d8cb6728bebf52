import { EditorState, Transaction } from "@codemirror/state";
import { EditorView, type ViewUpdate } from "@codemirror/view";
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import { extensionsOf, setFaults, setLit, setLooks, type Words } from "./codeEditor";
import { changeBetween, type Lines } from "./codeLines";
import type { Fault } from "./useTyped";

type Props = {
  readonly code: string;
  /** The lines of the selected node. */
  readonly lines: Lines | null;
  readonly faults: readonly Fault[];
  readonly onType: (text: string) => void;
  /** The cursor was put into a line. */
  readonly onLine: (line: number) => void;
  readonly onLeave: () => void;
  readonly words?: Words;
  /** Whether it is only read. */
  readonly isRead?: boolean;
};

const WRITES = ["input", "delete", "move", "undo", "redo"];

/** Whether a person did it, and not the canvas. */
function isByHand(update: ViewUpdate, events: readonly string[]): boolean {
  return update.transactions.some((transaction) => events.some((event) => transaction.isUserEvent(event)));
}

function hear(update: ViewUpdate, { onType, onLine }: Props): void {
  if (update.docChanged && isByHand(update, WRITES)) onType(update.state.doc.toString());
  if (update.selectionSet && !update.docChanged && isByHand(update, ["select"]))
    onLine(update.state.doc.lineAt(update.state.selection.main.head).number);
}

/** Python to read and to type, with the lines of the selected node lit and those that cannot be read marked. */
export function CodeView(props: Props) {
  const { code, lines, faults } = props;
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  const isDark = useComputedColorScheme("light") === "dark";
  const startsDark = useRef(isDark);
  latest.current = props;

  useEffect(() => {
    if (!parent.current) return;
    const onUpdate = (update: ViewUpdate) => hear(update, latest.current);
    const created = new EditorView({
      parent: parent.current,
      doc: latest.current.code,
      extensions: [
        ...extensionsOf(startsDark.current, onUpdate, () => latest.current.onLeave(), latest.current.words),
        EditorState.readOnly.of(latest.current.isRead ?? false),
      ],
    });
    view.current = created;
    return () => created.destroy();
  }, []);

  useEffect(() => {
    view.current?.dispatch({ effects: setLooks(isDark) });
  }, [isDark]);

  useEffect(() => {
    const now = view.current;
    const changes = now && changeBetween(now.state.doc.toString(), code);
    if (changes) now.dispatch({ changes, annotations: Transaction.addToHistory.of(false) });
  }, [code]);

  useEffect(() => {
    view.current?.dispatch({ effects: setFaults.of(faults) });
  }, [faults]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new code moves the lines
  useEffect(() => {
    const now = view.current;
    if (!now) return;
    const isThere = lines !== null && lines[0] >= 1 && lines[0] <= now.state.doc.lines;
    const scroll =
      isThere && !now.hasFocus ? [EditorView.scrollIntoView(now.state.doc.line(lines[0]).from, { y: "center" })] : [];
    now.dispatch({ effects: [setLit.of(isThere ? lines : null), ...scroll] });
  }, [lines, code]);

  return <div ref={parent} style={{ height: "100%" }} />;
}
