import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ConfusionMatrix } from "./ConfusionMatrix";
import type { JudgedClasses } from "./types";

const judged: JudgedClasses = {
  kind: "class",
  output: "dense",
  field: "label",
  title: "Species",
  classes: ["Iris versicolor alba", "Iris versicolor major"],
  matrix: [
    [3, 1],
    [0, 2],
  ],
  accuracy: 0.83,
  by_class: [],
};

it("keeps apart classes whose names begin alike, and reads them out whole", () => {
  const html = renderToStaticMarkup(
    <MantineProvider env="test">
      <ConfusionMatrix judged={judged} width={400} />
    </MantineProvider>,
  );
  expect(html.match(/Iris versicol…/g)).toHaveLength(4);
  expect(html).toContain("Iris versicolor alba taken for Iris versicolor major: 1 of 4");
  expect(html.match(/<rect/g)).toHaveLength(4);
});
