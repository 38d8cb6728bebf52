/** What the editor asks the server for. */
import { answer, answerAs, api, csrfToken, errorOf } from "@/api/client";
import type { components } from "@/api/schema";
import { meQuery } from "@/app/me";
import { queryClient } from "@/app/session";
import { completeCatalog, withoutPython } from "@/graph/catalog";
import { completeDocument, toWire } from "@/graph/document";
import { useEditor } from "@/graph/store";
import type { Analysis, Catalog, Document } from "@/graph/types";
import { isWatching } from "@/runs/eyes/watching";
import { wished } from "@/workers/wish";
import type { Draft } from "./autosave";

export async function fetchCatalog(): Promise<Catalog> {
  const [catalog, me] = await Promise.all([
    answerAs<Catalog>(api.GET("/api/catalog")),
    queryClient.fetchQuery(meQuery),
  ]);
  const complete = completeCatalog(catalog);
  return me.python_layers ? complete : withoutPython(complete);
}

/** What the server has of a network, and whose it is where it is not one's own. */
export type Fetched = Draft & Pick<components["schemas"]["NetworkOut"], "author" | "origin">;

export async function fetchNetwork(network_id: string): Promise<Fetched> {
  const request = api.GET("/api/networks/{network_id}", { params: { path: { network_id } } });
  const network = await answerAs<components["schemas"]["NetworkOut"]>(request);
  const { revision, author, origin } = network;
  return { revision, document: completeDocument(network.document), author, origin };
}

/** Saves a document. With `keepalive` the request outlives the page, as long as it is small. */
export async function putNetwork(network_id: string, draft: Draft, keepalive: boolean): Promise<{ revision: number }> {
  const body = { revision: draft.revision, document: toWire(draft.document) };
  return answer(api.PUT("/api/networks/{network_id}", { params: { path: { network_id } }, body, keepalive }));
}

/** Makes a network of its own from a document; gives its id. */
export async function createNetwork(document: Document): Promise<string> {
  return (await answer(api.POST("/api/networks", { body: { document: toWire(document) } }))).id;
}

/** Of someone else's network what is saved is looked at: readers send no documents. */
export async function analyse(document: Document, signal: AbortSignal): Promise<Analysis> {
  const { author, networkId } = useEditor.getState();
  if (author !== null) {
    const params = { path: { network_id: networkId } };
    return answerAs<Analysis>(api.GET("/api/networks/{network_id}/analysis", { params, signal }));
  }
  return answerAs<Analysis>(
    api.POST("/api/analyse", { body: { document: toWire(document), network: networkId || null }, signal }),
  );
}

export async function startRun(network_id: string, document: Document): Promise<string> {
  const params = { path: { network_id } };
  return (
    await answer(
      api.POST("/api/networks/{network_id}/runs", {
        params,
        body: { document: toWire(document), eyes: isWatching(), ...wished() },
      }),
    )
  ).id;
}

export type Download = "script" | "notebook" | "bundle" | "module";

/** Fetches a file made from the document and hands it to the browser to keep. */
export async function download(document: Document, what: Download, name: string, shapes: boolean): Promise<void> {
  const { author, networkId } = useEditor.getState();
  const response =
    author === null
      ? await fetch(`/api/code/${what}`, {
          method: "POST",
          credentials: "same-origin",
          headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
          body: JSON.stringify({ document: toWire(document), shapes }),
        })
      : await fetch(`/api/networks/${networkId}/code/${what}?shapes=${shapes}`);
  if (!response.ok) throw await errorOf(response);
  const link = window.document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = fileName(response.headers.get("Content-Disposition")) ?? name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function fileName(disposition: string | null): string | undefined {
  return /filename="?([^";]+)"?/.exec(disposition ?? "")?.[1];
}
