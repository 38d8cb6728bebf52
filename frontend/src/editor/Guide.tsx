import { type ReactNode, useEffect } from "react";
import { useEditor } from "@/graph/store";
import { GuideFrame } from "@/guide/GuideFrame";
import { useDialogs } from "./dialogs";
import panel from "./Editor.module.css";

/** Where the guide lies in the place of the settings; the same width stands in Editor.module.css. */
const SHARED = "(max-width: 1359px)";

/** In a window without place for both, choosing a layer shows its settings instead of the guide. */
function useGivingWay(givesWay: boolean): void {
  useEffect(() => {
    if (!givesWay) return;
    return useEditor.subscribe((now, before) => {
      const isChosen = now.selection !== before.selection && now.selection.size > 0;
      if (isChosen && matchMedia(SHARED).matches) useDialogs.getState().showGuide(false);
    });
  }, [givesWay]);
}

type Props = {
  readonly label: string;
  readonly title: string;
  /** Whether it makes room for the settings of a layer that is chosen. */
  readonly givesWay?: boolean;
  readonly children: ReactNode;
};

/** The panel beside the settings that says what is to be done, or what was said of it. */
export function Guide({ label, title, givesWay = false, children }: Props) {
  useGivingWay(givesWay);
  return (
    <GuideFrame
      kind={label}
      title={title}
      className={`${panel.panel} ${panel.guide}`}
      onHide={() => useDialogs.getState().showGuide(false)}
    >
      {children}
    </GuideFrame>
  );
}
