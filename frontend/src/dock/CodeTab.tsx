import { Text } from "@mantine/core";
import { useCallback, useEffect, useRef } from "react";
import { meansTheSame } from "@/graph/document";
import { onlySelected, useEditor } from "@/graph/store";
import { CodeBar } from "./CodeBar";
import { CodeView } from "./CodeView";
import { type LinesOfNodes, linesOf, nodeAt, prefixOf } from "./codeLines";
import classes from "./Dock.module.css";
import { useCode } from "./useCode";
import { useTyped } from "./useTyped";

const NONE: LinesOfNodes = {};
const NO_FAULTS = [] as const;

/** Selects the node that a line speaks of. */
function selectAt(lines: LinesOfNodes, line: number): void {
  const { document, inside, scene, activate, selection } = useEditor.getState();
  const node = nodeAt(lines, line, prefixOf(document, inside));
  if (node !== null && !(selection.size === 1 && selection.has(node)) && scene.nodes.some(({ id }) => id === node))
    activate(node);
}

/** The training script: it follows the canvas, and the canvas follows what is typed into it. */
export function CodeTab() {
  const { code, of, failure } = useCode();
  const { typed, type, tidy } = useTyped();
  const chosen = useEditor(onlySelected);
  const prefix = useEditor((state) => prefixOf(state.document, state.inside));
  const isReading = useEditor((state) => state.author !== null);
  const isEmpty = useEditor((state) => state.document.nodes.length === 0);
  const lines = typed ? (typed.lines ?? NONE) : (code?.lines ?? NONE);
  const leave = useRef(() => {});
  leave.current = () => {
    const isWritten = of !== null && meansTheSame(of, useEditor.getState().document);
    if (typed?.isRead && typed.faults.length === 0 && isWritten) tidy();
  };
  useEffect(() => {
    if (!document.activeElement?.closest(".cm-editor")) leave.current();
  });
  const onLeave = useCallback(() => leave.current(), []);
  const text = typed?.text ?? code?.script ?? (isEmpty ? "" : null);
  if (text === null) {
    return (
      <Text size="sm" c="dimmed" p="sm">
        {failure ?? "Writing the code."}
      </Text>
    );
  }
  return (
    <div className={classes.code}>
      <CodeBar code={code} text={text} failure={failure} typed={typed} onTidy={tidy} />
      <div className={classes.codeView}>
        <CodeView
          code={text}
          lines={linesOf(lines, chosen, prefix)}
          faults={typed?.faults ?? NO_FAULTS}
          onType={type}
          onLine={(line) => selectAt(lines, line)}
          onLeave={onLeave}
          isRead={isReading}
        />
      </div>
    </div>
  );
}
