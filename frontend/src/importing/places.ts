/** Documents that were read say nothing of where their nodes stand: all stand at one point until they are laid out. */
import type { Point } from "@/graph/edit";
import type { Block, Document, Node } from "@/graph/types";

/** Whether the nodes stand on top of each other. */
export function isUnplaced(nodes: readonly Node[]): boolean {
  const [first] = nodes;
  return (
    first !== undefined && nodes.length > 1 && nodes.every(({ at }) => at[0] === first.at[0] && at[1] === first.at[1])
  );
}

/** Whether anything in a document is still to be laid out. */
export function needsPlaces(document: Document): boolean {
  return isUnplaced(document.nodes) || Object.values(document.blocks).some((block) => isUnplaced(block.nodes));
}

type LayOut = (scene: Document) => Promise<ReadonlyMap<string, Point>>;

function moved(nodes: readonly Node[], places: ReadonlyMap<string, Point>): readonly Node[] {
  return nodes.map((node) => {
    const [x, y] = places.get(node.id) ?? node.at;
    return { ...node, at: [x, y] };
  });
}

async function placedNodes(
  document: Document,
  part: Pick<Document, "nodes" | "edges">,
  layOut: LayOut,
): Promise<readonly Node[]> {
  if (!isUnplaced(part.nodes)) return part.nodes;
  return moved(part.nodes, await layOut({ ...document, nodes: part.nodes, edges: part.edges }));
}

/** The document with every node in its place; what has places keeps them. */
export async function withPlaces(document: Document, layOut: LayOut): Promise<Document> {
  if (!needsPlaces(document)) return document;
  const nodes = await placedNodes(document, document, layOut);
  const blocks: Record<string, Block> = {};
  for (const [name, block] of Object.entries(document.blocks))
    blocks[name] = { ...block, nodes: await placedNodes(document, block, layOut) };
  return { ...document, nodes, blocks };
}
