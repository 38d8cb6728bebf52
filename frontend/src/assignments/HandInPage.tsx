import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useParams } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import { PageLoader } from "@/app/PageLoader";
import { HandedInEditor } from "@/editor/Editor";
import { completeDocument } from "@/graph/document";
import { useEditor } from "@/graph/store";
import { catalogQuery } from "@/home/queries";
import { placed } from "@/importing/place";
import { HandInPanel } from "./HandInPanel";
import { handInQuery } from "./queries";

/** A hand-in: the network as it was, and beside it what came with it, what the checks found and what was said of it. */
export function HandInPage() {
  const { id = "" } = useParams();
  const { data: catalog } = useQuery(catalogQuery);
  const { data: handIn, error, refetch } = useQuery(handInQuery(id));
  const [opened, setOpened] = useState("");
  const document = handIn?.document;
  const network = handIn?.network;
  const person = handIn?.person;
  useEffect(() => {
    if (!catalog || !document || !network || !person || opened === id) return;
    let isGone = false;
    void placed(completeDocument(document), catalog).then((drawn) => {
      if (isGone) return;
      useEditor.getState().open(network, drawn, catalog, { author: person, origin: null });
      setOpened(id);
    });
    return () => {
      isGone = true;
    };
  }, [id, opened, catalog, document, network, person]);
  if (error && !handIn)
    return <ErrorMessage title="This hand-in could not be opened" error={error} onRetry={() => void refetch()} />;
  if (!handIn || opened !== id) return <PageLoader />;
  return <HandedInEditor key={id} networkId={handIn.network} panel={<HandInPanel handIn={handIn} />} />;
}
