// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { MemoryRouter } from "react-router";
import { afterEach, expect, it, vi } from "vitest";
import { stubDom } from "@/app/stubDom";
import { NO_LIMITS } from "@/assignments/limits";
import type { Limits } from "@/assignments/types";
import { makeCatalog, makeDocument, makeNode } from "@/graph/makeDocument";
import { useEditor } from "@/graph/store";
import { LayerInspector } from "./LayerInspector";

let limits: Limits = NO_LIMITS;
vi.mock("@/assignments/useWork", () => ({ useLimits: () => limits }));
stubDom();

const INNER = { class_name: "Dense", config: { units: 4 } };
const NETWORK = makeDocument(["dense", makeNode("both", "Bidirectional", { layer: INNER })]);
const root = createRoot(document.body.appendChild(document.createElement("div")));

/** The parameters in the form of a layer, those of layers within it among them. */
function fieldsOf(id: string, left: Limits): (string | undefined)[] {
  limits = left;
  useEditor.getState().open("n1", NETWORK, makeCatalog());
  act(() =>
    root.render(
      <MantineProvider env="test">
        <MemoryRouter>
          <LayerInspector id={id} />
        </MemoryRouter>
      </MantineProvider>,
    ),
  );
  return [...document.querySelectorAll<HTMLElement>("[data-param]")].map((field) => field.dataset.param);
}

afterEach(() => act(() => root.render(null)));

it("shows the parameters of a layer that an assignment leaves", () => {
  expect(fieldsOf("dense", NO_LIMITS)).toEqual(["units", "activation"]);
  expect(fieldsOf("dense", { palette: null, shown: { layers: { Dense: [] }, settings: null } })).toEqual(["units"]);
});

it("shows no others of a layer within a layer", () => {
  expect(fieldsOf("both", NO_LIMITS)).toEqual(["layer", "units", "activation"]);
  expect(fieldsOf("both", { palette: null, shown: { layers: { Dense: [] }, settings: null } })).toEqual([
    "layer",
    "units",
  ]);
});
