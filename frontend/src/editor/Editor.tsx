import { VisuallyHidden } from "@mantine/core";
import { ReactFlowProvider } from "@xyflow/react";
import { useEffect } from "react";
import { Canvas } from "@/canvas/Canvas";
import { ConnectDialog } from "@/canvas/ConnectDialog";
import { Dock } from "@/dock/Dock";
import { useEditor } from "@/graph/store";
import { ImportDialog } from "@/importing/ImportDialog";
import { Inspector } from "@/inspector/Inspector";
import { Palette } from "@/palette/Palette";
import { NodePictureFeed } from "@/runs/eyes/NodePictureFeed";
import type { Draft } from "./autosave";
import { BlockDialog } from "./BlockDialog";
import { ConflictDialog } from "./ConflictDialog";
import { useDialogs } from "./dialogs";
import classes from "./Editor.module.css";
import { ShortcutsDialog } from "./ShortcutsDialog";
import { StatusLine } from "./StatusLine";
import { TopBar } from "./TopBar";
import { useAnalysis } from "./useAnalysis";
import { useAutosave } from "./useAutosave";
import { useKeys } from "./useKeys";

/** The network's name, in the window's title too. */
function useTitle(): string {
  const name = useEditor((state) => state.document.name);
  useEffect(() => {
    document.title = `${name} · Layerloom`;
    return () => {
      document.title = "Layerloom";
    };
  }, [name]);
  return name;
}

function openDocument() {
  return useEditor.getState().document;
}

/** The editor: palette, canvas, inspector, dock. */
export function Editor({ networkId, start }: { networkId: string; start: Draft }) {
  const autosave = useAutosave(networkId, start);
  useAnalysis();
  useKeys();
  const name = useTitle();
  const hasPalette = useDialogs((dialogs) => dialogs.hasPalette);
  const hasInspector = useDialogs((dialogs) => dialogs.hasInspector);
  return (
    <ReactFlowProvider>
      <VisuallyHidden component="h1">Network {name}</VisuallyHidden>
      <NodePictureFeed key={networkId} network={networkId} />
      <TopBar networkId={networkId} />
      <div
        className={classes.editor}
        data-palette={hasPalette || undefined}
        data-inspector-open={hasInspector || undefined}
      >
        {hasPalette && <Palette />}
        <div className={classes.middle}>
          <div className={classes.canvas}>
            <Canvas />
          </div>
          <Dock networkId={networkId} />
        </div>
        {hasInspector && <Inspector />}
        <StatusLine />
      </div>
      <ConnectDialog />
      <BlockDialog />
      <ShortcutsDialog />
      <ImportDialog onto={openDocument} />
      <ConflictDialog networkId={networkId} autosave={autosave} />
    </ReactFlowProvider>
  );
}
