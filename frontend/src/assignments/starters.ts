/** The networks of one's own, as starters and solutions of assignments. */
import { fetchNetwork } from "@/editor/network";
import { toWire } from "@/graph/document";
import type { AssignmentIn } from "./types";

/** The document of a network as it is now. */
export async function documentOf(network: string): Promise<NonNullable<AssignmentIn["starter"]>> {
  return toWire((await fetchNetwork(network)).document);
}
