import { VisuallyHidden } from "@mantine/core";
import { ReactFlowProvider } from "@xyflow/react";
import { type ReactNode, useEffect } from "react";
import { AssignmentPanel } from "@/assignments/AssignmentPanel";
import { useLeadingToHandIn, useWork } from "@/assignments/useWork";
import { Canvas } from "@/canvas/Canvas";
import { ConnectDialog } from "@/canvas/ConnectDialog";
import { Dock } from "@/dock/Dock";
import { useEditor } from "@/graph/store";
import { LessonGuide } from "@/guide/LessonGuide";
import { ImportDialog } from "@/importing/ImportDialog";
import { Inspector } from "@/inspector/Inspector";
import { Palette } from "@/palette/Palette";
import { NodePictureFeed } from "@/runs/eyes/NodePictureFeed";
import { Shared } from "@/sharing/Shared";
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
import { useFollowing } from "./useFollowing";
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

type FrameProps = {
  networkId: string;
  hasPalette: boolean;
  isTall?: boolean;
  /** What says what is to be done here, and what the button that shows it calls it. */
  guide?: { readonly name: string; readonly panel: ReactNode } | null;
};

/** What an owner and a reader have in common: canvas, inspector, dock. */
function Frame({ networkId, hasPalette, isTall = true, guide = null }: FrameProps) {
  const name = useTitle();
  const hasGuide = useDialogs((dialogs) => dialogs.hasGuide) && guide !== null;
  const hasInspector = useDialogs((dialogs) => dialogs.hasInspector);
  return (
    <>
      <VisuallyHidden component="h1">Network {name}</VisuallyHidden>
      <NodePictureFeed key={networkId} network={networkId} />
      <TopBar networkId={networkId} guide={guide?.name ?? null} />
      <div
        className={classes.editor}
        data-palette={hasPalette || undefined}
        data-inspector-open={hasInspector || undefined}
        data-has-guide={guide !== null || undefined}
        data-guide={hasGuide || undefined}
        data-below-bar={!isTall || undefined}
      >
        {hasPalette && <Palette />}
        <div className={classes.middle}>
          <div className={classes.canvas}>
            <Canvas />
          </div>
          <Dock networkId={networkId} />
        </div>
        {hasInspector && <Inspector />}
        {hasGuide && guide.panel}
        <StatusLine />
      </div>
      <ShortcutsDialog />
    </>
  );
}

/** The editor: palette, canvas, inspector, dock. */
export function Editor({ networkId, start }: { networkId: string; start: Draft }) {
  const autosave = useAutosave(networkId, start);
  useAnalysis();
  useKeys();
  const hasPalette = useDialogs((dialogs) => dialogs.hasPalette);
  const work = useWork();
  useLeadingToHandIn(work);
  const guide = work && { name: "assignment", panel: <AssignmentPanel work={work} networkId={networkId} /> };
  return (
    <ReactFlowProvider>
      <Frame networkId={networkId} hasPalette={hasPalette} guide={guide} />
      <ConnectDialog />
      <BlockDialog />
      <ImportDialog onto={openDocument} />
      <LessonGuide network={networkId} />
      <ConflictDialog networkId={networkId} autosave={autosave} />
    </ReactFlowProvider>
  );
}

/** Someone else's network: the same to look at, and nothing of it changes. */
export function ReadOnlyEditor({ networkId, author, start }: { networkId: string; author: string; start: Draft }) {
  useAnalysis();
  useKeys();
  const following = useFollowing(start);
  return (
    <ReactFlowProvider>
      <Shared network={networkId} author={author} thing="network" following={following}>
        <Frame networkId={networkId} hasPalette={false} isTall={false} />
      </Shared>
    </ReactFlowProvider>
  );
}

/** A network that was handed in: it stays as it is, and beside it stands what is said of it. */
export function HandedInEditor({ networkId, panel }: { networkId: string; panel: ReactNode }) {
  useAnalysis();
  useKeys();
  return (
    <ReactFlowProvider>
      <Frame networkId={networkId} hasPalette={false} guide={{ name: "hand-in", panel }} />
    </ReactFlowProvider>
  );
}
