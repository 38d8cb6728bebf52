import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { completeDocument } from "./document";
import { applyPatch, PatchRefused } from "./patch";
import type { Document, Patch } from "./types";

type Row = {
  name: string;
  document: Parameters<typeof completeDocument>[0];
  patch: Patch;
  nodes?: Document["nodes"];
  edges?: Document["edges"];
  training?: Partial<Document["training"]>;
  refused?: boolean;
};

const ROWS = JSON.parse(readFileSync("../tests/graphs/patches.json", "utf8")) as Row[];

describe("applyPatch, by the rows that hold the server to the same rules", () => {
  it.each(ROWS.map((row) => [row.name, row] as const))("%s", (_, row) => {
    const document = completeDocument(row.document);
    if (row.refused) {
      expect(() => applyPatch(document, row.patch)).toThrow(PatchRefused);
      return;
    }
    const changed = applyPatch(document, row.patch);
    expect(changed.nodes).toEqual(completeDocument({ nodes: row.nodes ?? [] }).nodes);
    expect(changed.edges).toEqual(row.edges);
    expect(changed.training).toMatchObject(row.training ?? {});
  });
});
