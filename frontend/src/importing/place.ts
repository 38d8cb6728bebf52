import { layOut } from "@/canvas/layOut";
import { knownCatalog } from "@/graph/blocks";
import type { Catalog, Document } from "@/graph/types";
import { withPlaces } from "./places";

/** The document as it is first looked at: laid out, where nobody has placed its nodes yet. Stays as it is where that fails. */
export async function placed(document: Document, keras: Catalog): Promise<Document> {
  const catalog = knownCatalog(keras, document.blocks);
  try {
    return await withPlaces(document, (scene) => layOut(scene, catalog, {}));
  } catch {
    return document;
  }
}
