// @vitest-environment jsdom
import { QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "@/api/client";
import { queryClient } from "@/app/session";
import { datasetsQuery } from "@/datasets/queries";
import { useDatasetTitles } from "./useDatasetTitles";

const place = document.body.appendChild(document.createElement("div"));
const root = createRoot(place);

afterEach(() => {
  root.render(null);
  vi.restoreAllMocks();
  queryClient.clear();
});

function Title() {
  const { titles, areComplete } = useDatasetTitles([{ dataset: "own_1" }]);
  return titles.get("own_1") ?? (areComplete ? "gone" : "not known");
}

it.each([
  { told: [{ name: "own_1", title: "Leaves" }], shown: "Leaves" },
  { told: [], shown: "gone" },
])("asks for the data sets once more before it says that one is gone: $shown", async ({ told, shown }) => {
  queryClient.setQueryData(datasetsQuery.queryKey, []);
  let answer: (data: unknown) => void = () => {};
  const get = vi.spyOn(api, "GET").mockReturnValue(new Promise((resolve) => (answer = resolve)) as never);
  const tree = (
    <QueryClientProvider client={queryClient}>
      <Title />
    </QueryClientProvider>
  );
  root.render(tree);
  await vi.waitFor(() => expect(get).toHaveBeenCalled());
  expect(place.textContent).toBe("not known");
  answer({ data: told, response: new Response() });
  await vi.waitFor(() => expect(place.textContent).toBe(shown));
  expect(get).toHaveBeenCalledTimes(1);
});
