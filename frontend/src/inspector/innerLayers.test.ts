import { expect, it } from "vitest";
import { makeCatalog } from "@/graph/makeDocument";
import { innerLayers } from "./innerLayers";

const plain = makeCatalog();
const cell = { ...plain.layers.LSTM, name: "LSTMCell", is_cell: true, unavailable: "It stands within RNN." };
const catalog = { ...plain, layers: { ...plain.layers, LSTMCell: cell } } as typeof plain;

it("offers within a layer what can be drawn, and cells", () => {
  const names = innerLayers(catalog, [], null);
  expect(names).toEqual(expect.arrayContaining(["Dense", "LSTM", "LSTMCell"]));
  expect(names).not.toContain("Lambda");
  expect(innerLayers(catalog, ["LSTM"], null)).toEqual(["LSTM"]);
});

it("offers within a layer what an assignment leaves in the palette, and cells, which stand in none", () => {
  expect(innerLayers(catalog, [], ["Dense", "Bidirectional"])).toEqual(["Dense", "Bidirectional", "LSTMCell"]);
  expect(innerLayers(catalog, ["LSTM", "Dense"], ["Dense"])).toEqual(["Dense"]);
});
