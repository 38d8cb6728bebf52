import { queryOptions } from "@tanstack/react-query";
import { answerAs, api, errorOf } from "@/api/client";
import { queryClient } from "@/app/session";
import type { Export, ExportFormat } from "./types";

/** What was exported of a run already. */
export function exportsQuery(run: string) {
  return queryOptions({
    queryKey: ["runs", run, "exports"],
    queryFn: () => answerAs<Export[]>(api.GET("/api/runs/{run_id}/exports", { params: { path: { run_id: run } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Has the server write a format, load it and compare. */
export async function makeExport(run: string, format: ExportFormat): Promise<Export> {
  const made = await answerAs<Export>(
    api.POST("/api/runs/{run_id}/exports", { params: { path: { run_id: run } }, body: { format } }),
  );
  queryClient.setQueryData(exportsQuery(run).queryKey, (known = []) => [
    ...known.filter((other) => other.format !== format),
    made,
  ]);
  return made;
}

export function exportPath(run: string, format: ExportFormat): string {
  return `/api/runs/${encodeURIComponent(run)}/exports/${format}`;
}

/** The archive of a run, which the server makes for each asker. */
export async function fetchArchive(run: string): Promise<Blob> {
  const response = await fetch(`/api/runs/${encodeURIComponent(run)}/archive`);
  if (!response.ok) throw await errorOf(response);
  return response.blob();
}
