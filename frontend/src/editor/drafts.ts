/** Changes that the server has not got yet, kept in this browser. */
import { completeDocument, equalJson } from "@/graph/document";
import type { Draft } from "./autosave";

function keyOf(networkId: string): string {
  return `layerloom:draft:${networkId}`;
}

export function storeDraft(networkId: string, draft: Draft | null): void {
  try {
    if (draft) localStorage.setItem(keyOf(networkId), JSON.stringify(draft));
    else localStorage.removeItem(keyOf(networkId));
  } catch {
    // Storage is closed or full; the next save to the server will have to do.
  }
}

export function readDraft(networkId: string): Draft | null {
  try {
    const data: unknown = JSON.parse(localStorage.getItem(keyOf(networkId)) ?? "null");
    if (typeof data !== "object" || data === null || !("revision" in data) || !("document" in data)) return null;
    if (typeof data.revision !== "number" || typeof data.document !== "object" || data.document === null) return null;
    return { revision: data.revision, document: completeDocument(data.document) };
  } catch {
    return null;
  }
}

export type Opening =
  | { readonly kind: "clean" }
  | { readonly kind: "restored"; readonly draft: Draft }
  | { readonly kind: "conflict"; readonly draft: Draft };

/** What a draft found at opening means, next to what the server has. */
export function judgeDraft(server: Draft, draft: Draft | null): Opening {
  if (!draft || equalJson(draft.document, server.document)) return { kind: "clean" };
  return draft.revision >= server.revision ? { kind: "restored", draft } : { kind: "conflict", draft };
}
