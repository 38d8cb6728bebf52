import { useMemo } from "react";
import { completeDocument } from "@/graph/document";
import { useEditor } from "@/graph/store";
import type { Document } from "@/graph/types";
import { placed } from "@/importing/place";
import type { Following, SavedFrame } from "@/sharing/Shared";
import type { Draft } from "./autosave";

/** Shows in a reader's editor what the network's owner saves, as it is saved. */
export function useFollowing(start: Draft): Following {
  return useMemo(() => {
    let revision = start.revision;
    const show = (shown: number) => (document: Document) => {
      if (shown === revision) useEditor.getState().follow(document);
    };
    return {
      revision: () => revision,
      take: ({ revision: saved, document }: SavedFrame) => {
        if (saved === undefined || document === undefined || saved <= revision) return;
        revision = saved;
        const whole = completeDocument(document as Parameters<typeof completeDocument>[0]);
        void placed(whole, useEditor.getState().keras).then(show(saved));
      },
    };
  }, [start]);
}
