import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useParams } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import { PageLoader } from "@/app/PageLoader";
import { workQuery } from "@/assignments/queries";
import { useEditor } from "@/graph/store";
import type { Catalog } from "@/graph/types";
import { placed } from "@/importing/place";
import type { Draft } from "./autosave";
import { judgeDraft, readDraft, storeDraft } from "./drafts";
import { Editor, ReadOnlyEditor } from "./Editor";
import { type Fetched, fetchCatalog, fetchNetwork } from "./network";
import { takeAwaited } from "./onOpening";

/** Makes the change that another page asked for, as a step of its own. */
function makeAwaited(id: string): void {
  const awaited = takeAwaited(id);
  if (awaited) useEditor.getState().edit(awaited.label, awaited.change);
}

/** Puts a network into the store; unsent changes that this browser kept come first. Gives the state to save from. */
function openNetwork(id: string, server: Fetched, catalog: Catalog): Draft {
  const { open, saving, edit } = useEditor.getState();
  open(id, server.document, catalog, { author: server.author, origin: server.origin });
  if (server.author !== null) return server;
  const opening = judgeDraft(server, readDraft(id));
  if (opening.kind === "clean") {
    storeDraft(id, null);
    makeAwaited(id);
    return server;
  }
  edit("Restore what was not saved", () => opening.draft.document);
  makeAwaited(id);
  if (opening.kind === "restored") return server;
  saving({ kind: "conflict" });
  return { revision: opening.draft.revision, document: server.document };
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
  const work = useQuery(workQuery(id));
  const [opened, setOpened] = useState<{ id: string; start: Draft; author: string | null } | null>(null);
  const isWaiting = work.isPending; // so that the drawing is fitted to the place that an assignment leaves it
  const ready = useMemo(
    () => (catalog.data && network.data && !isWaiting ? { catalog: catalog.data, server: network.data } : null),
    [catalog.data, network.data, isWaiting],
  );

  useEffect(() => {
    if (!ready) return;
    let isGone = false;
    void placed(ready.server.document, ready.catalog).then((document) => {
      if (isGone) return;
      const { author } = ready.server;
      setOpened({ id, author, start: openNetwork(id, { ...ready.server, document }, ready.catalog) });
    });
    return () => {
      isGone = true;
    };
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
  return opened.author === null ? (
    <Editor key={id} networkId={id} start={opened.start} />
  ) : (
    <ReadOnlyEditor key={id} networkId={id} author={opened.author} start={opened.start} />
  );
}
