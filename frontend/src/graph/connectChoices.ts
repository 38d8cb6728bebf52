/** Every place that a wire may be led to, for choosing it by name. */
import type { Start } from "./connect";
import { titleOf } from "./describe";
import { choosePort, openPorts, placeName } from "./ports";
import type { Catalog, Document, Edge, Node } from "./types";

/** `port` is "" where the node has only one that can be meant. */
export type ConnectChoice = {
  readonly id: string;
  readonly title: string;
  readonly port: string;
  readonly edge: Edge | null;
  readonly refusal: string | null;
};

function ofNode(document: Document, catalog: Catalog, from: Start, { id, layer }: Node): ConnectChoice[] {
  const title = titleOf(layer);
  const spec = catalog.layers[layer];
  const open = openPorts(document, catalog, from, id);
  if (open.length > 1 || (open.length === 1 && (spec?.inputs.length ?? 1) > 1))
    return open.map(({ port, edge }) => ({ id, title, port: placeName(spec, port, edge.to[2]), edge, refusal: null }));
  const choice = choosePort(document, catalog, from, id);
  if (choice.kind === "one") return [{ id, title, port: "", edge: choice.edge, refusal: null }];
  return [{ id, title, port: "", edge: null, refusal: choice.kind === "none" ? choice.refusal : null }];
}

/** Every other node and each of its ports that is open, those that the wire may go to first. */
export function connectChoices(document: Document, catalog: Catalog, from: Start, text: string): ConnectChoice[] {
  const query = text.trim().toLowerCase();
  return document.nodes
    .filter((node) => node.id !== from[0] && `${node.id} ${node.layer}`.toLowerCase().includes(query))
    .flatMap((node) => ofNode(document, catalog, from, node))
    .sort((a, b) => Number(a.edge === null) - Number(b.edge === null));
}
