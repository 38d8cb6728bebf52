import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useParams } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import { PageLoader } from "@/app/PageLoader";
import { useEditor } from "@/graph/store";
import type { Catalog } from "@/graph/types";
import type { Draft } from "./autosave";
import { judgeDraft, readDraft } from "./drafts";
import { Editor } from "./Editor";
import { fetchCatalog, fetchNetwork } from "./network";

type Opened = { readonly start: Draft; readonly conflict: Draft | null };

/** Puts a network into the store; unsent changes that this browser kept come first. */
function openNetwork(id: string, server: Draft, catalog: Catalog): Opened {
  const opening = judgeDraft(server, readDraft(id));
  const { open, saving, edit } = useEditor.getState();
  open(id, server.document, catalog);
  if (opening.kind === "clean") return { start: server, conflict: null };
  edit("Restore what was not saved", () => opening.draft.document);
  if (opening.kind === "restored") return { start: server, conflict: null };
  saving({ kind: "conflict" });
  return { start: { revision: opening.draft.revision, document: server.document }, conflict: opening.draft };
}

/** The editor of one network. */
export function EditorPage() {
  const { id = "" } = useParams();
  const catalog = useQuery({ queryKey: ["catalog"], queryFn: fetchCatalog, staleTime: Number.POSITIVE_INFINITY });
  const network = useQuery({
    queryKey: ["network", id],
    queryFn: () => fetchNetwork(id),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [opened, setOpened] = useState<(Opened & { id: string }) | null>(null);
  const ready = useMemo(
    () => (catalog.data && network.data ? { catalog: catalog.data, server: network.data } : null),
    [catalog.data, network.data],
  );

  useEffect(() => {
    if (ready) setOpened({ id, ...openNetwork(id, ready.server, ready.catalog) });
  }, [id, ready]);

  const failed = network.isError ? network : catalog.isError ? catalog : null;
  if (failed) {
    return (
      <ErrorMessage
        title="This network could not be opened"
        error={failed.error}
        onRetry={() => void failed.refetch()}
      />
    );
  }
  if (opened?.id !== id) {
    return <PageLoader />;
  }
  return <Editor key={id} networkId={id} start={opened.start} />;
}
