/** Tables for tests, as the server describes them. */
import type { ColumnFound, ColumnKind, Inspection, Reading, Recipe } from "./queries";

export const READING: Reading = { delimiter: ",", encoding: "utf-8", header: true, decimal: ".", missing: ["", "NA"] };

export function makeColumn(name: string, kind: ColumnKind, given: Partial<ColumnFound> = {}): ColumnFound {
  return {
    name,
    kind,
    inferred: kind,
    date_format: "",
    date_formats: [],
    missing: 0,
    distinct: 3,
    rarest: null,
    values: [],
    spread: [],
    samples: [],
    line: [],
    ...given,
  };
}

/** Age and area are numbers, city a category, sold a date, kind (what is learned) one of two. */
export function makeRecipe(given: Partial<Recipe> = {}): Recipe {
  const kinds = { age: "number", area: "number", city: "category", sold: "date", kind: "category" } as const;
  return {
    kind: "table",
    reading: READING,
    columns: Object.entries(kinds).map(([name, kind]) => ({ name, kind, date_format: kind === "date" ? "iso" : "" })),
    inputs: [
      { name: "features", columns: ["age", "area"] },
      { name: "city", columns: ["city"] },
    ],
    target: "kind",
    target_is_class: false,
    missing: "drop",
    standardise: false,
    split: { by: "stratified", test: 0.2, seed: 0, column: null, held_out: [] },
    ...given,
  };
}

export function makeInspection(given: Partial<Inspection> = {}): Inspection {
  const recipe = makeRecipe();
  const spread: [string, number][] = [
    ["flat", 60],
    ["house", 40],
  ];
  const columns = recipe.columns.map(({ name, kind, date_format }) =>
    makeColumn(name, kind, {
      date_format,
      date_formats: date_format ? [date_format] : [],
      ...(kind === "category" ? { spread, values: spread, rarest: 40 } : {}),
    }),
  );
  return {
    name: "houses.csv",
    kind: "table",
    bytes: 2_000,
    samples: 100,
    looked_at: 100,
    reading: READING,
    columns,
    rows: [],
    arrays: [],
    classes: [],
    faults: [],
    recipe,
    ...given,
  };
}
