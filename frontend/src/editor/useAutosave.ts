import { useEffect, useRef } from "react";
import { noticeSignedOut } from "@/app/session";
import { useEditor } from "@/graph/store";
import { type Autosave, createAutosave, type Draft } from "./autosave";
import { storeDraft } from "./drafts";
import { putNetwork } from "./network";

/** Saves the open network by itself, from the state that the server has. */
export function useAutosave(networkId: string, start: Draft): { current: Autosave | null } {
  const autosave = useRef<Autosave | null>(null);
  useEffect(() => {
    const saving = createAutosave(start, {
      put: async (draft, keepalive) => {
        try {
          return await putNetwork(networkId, draft, keepalive);
        } catch (error) {
          noticeSignedOut(error);
          throw error;
        }
      },
      store: (draft) => storeDraft(networkId, draft),
      report: (state) => useEditor.getState().saving(state),
    });
    autosave.current = saving;
    saving.changed(useEditor.getState().document);
    const unsubscribe = useEditor.subscribe((state, before) => {
      if (state.document !== before.document && state.networkId === networkId) saving.changed(state.document);
    });
    const onHide = () => document.visibilityState === "hidden" && saving.flush();
    window.addEventListener("online", saving.retry);
    window.addEventListener("pagehide", saving.flush);
    document.addEventListener("visibilitychange", onHide);
    return () => {
      unsubscribe();
      saving.flush();
      saving.stop();
      window.removeEventListener("online", saving.retry);
      window.removeEventListener("pagehide", saving.flush);
      document.removeEventListener("visibilitychange", onHide);
    };
  }, [networkId, start]);
  return autosave;
}
