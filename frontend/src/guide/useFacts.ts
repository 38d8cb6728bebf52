import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { completeDocument, meansTheSame } from "@/graph/document";
import { EMPTY_CATALOG } from "@/graph/emptyCatalog";
import { useEditor } from "@/graph/store";
import { catalogQuery } from "@/home/queries";
import { runQuery, runsQuery } from "@/runs/queries";
import { isOver } from "@/runs/states";
import type { Facts } from "./conditions";

/** What is known of a network and its runs; `run` is the one whose page is open. */
export function useFacts(network: string, run: string | null): Facts {
  const isOpen = useEditor((state) => state.networkId === network);
  const document = useEditor((state) => state.document);
  const analysed = useEditor((state) => state.analysedDocument);
  const analysis = useEditor((state) => state.analysis);
  const { data: catalog = EMPTY_CATALOG } = useQuery(catalogQuery);
  const { data: listed } = useQuery(runsQuery(network));
  const { data: open } = useQuery({ ...runQuery(run ?? ""), enabled: run !== null });
  const runs = useMemo(
    () =>
      (open ? [open, ...(listed ?? [])] : (listed ?? []))
        .filter((one, at, all) => all.findIndex(({ id }) => id === one.id) === at)
        .toSorted((a, b) => b.number - a.number),
    [listed, open],
  );
  const newest = runs.find((one) => isOver(one.state) && one.state !== "failed");
  const { data: detail } = useQuery({ ...runQuery(newest?.id ?? ""), enabled: newest !== undefined });
  return useMemo(() => {
    const isFresh = analysed !== null && meansTheSame(analysed, document);
    return {
      document: isOpen ? document : null,
      analysis: isOpen && isFresh ? analysis : null,
      catalog,
      runs,
      trained: detail ? completeDocument(detail.document) : null,
    };
  }, [isOpen, document, analysed, analysis, catalog, runs, detail]);
}
