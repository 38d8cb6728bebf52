// @vitest-environment jsdom
import { expect, it, vi } from "vitest";
import { api } from "@/api/client";
import { EMPTY_DOCUMENT } from "@/graph/document";
import { EMPTY_CATALOG } from "@/graph/emptyCatalog";
import { useEditor } from "@/graph/store";
import { analyse } from "./network";

it("says which network is open: without that nobody would ever be marked as stuck", async () => {
  useEditor.getState().open("n1", EMPTY_DOCUMENT, EMPTY_CATALOG);
  const post = vi.spyOn(api, "POST").mockResolvedValue({ data: {}, response: new Response() } as never);
  await analyse(EMPTY_DOCUMENT, new AbortController().signal);
  expect(post).toHaveBeenCalledWith(
    "/api/analyse",
    expect.objectContaining({ body: expect.objectContaining({ network: "n1" }) }),
  );
});
