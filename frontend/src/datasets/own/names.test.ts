import { expect, it } from "vitest";
import { titleOf } from "./names";

it.each([
  ["house_prices.csv", "House prices"],
  ["pets.tar.gz", "Pets"],
  ["Iris 2024.parquet", "Iris 2024"],
  [".csv", "My data"],
])("makes a title of %s", (file, title) => expect(titleOf(file)).toBe(title));
