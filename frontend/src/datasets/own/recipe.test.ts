import { describe, expect, it } from "vitest";
import { makeColumn, makeInspection, makeRecipe } from "./makeInspection";
import {
  adopted,
  askedTypes,
  dateWords,
  fieldOf,
  joinable,
  OWN,
  see,
  setDateFormat,
  setInput,
  setTarget,
  setType,
  targets,
  typeOf,
  wanting,
} from "./recipe";

const { columns } = makeInspection();

describe("setType", () => {
  it("takes a column that is left out from the inputs", () => {
    const recipe = setType(makeRecipe(), columns, "area", "ignore");
    expect(recipe.inputs.map((input) => input.columns)).toEqual([["age"], ["city"]]);
  });

  it("gives words a field of their own, and puts numbers with the other numbers", () => {
    const words = setType(makeRecipe(), columns, "area", "category");
    expect(words.inputs.at(-1)).toEqual({ name: "area", columns: ["area"] });
    expect(fieldOf(setType(words, columns, "area", "number"), "area")).toBe("features");
  });

  it("learns from a column that was left out before", () => {
    const left = setType(makeRecipe(), columns, "city", "ignore");
    expect(fieldOf(setType(left, columns, "city", "text"), "city")).toBe("city");
  });

  it("learns nothing where the target cannot be learned any more", () => {
    expect(setType(makeRecipe(), columns, "kind", "text").target).toBeNull();
    expect(setType(makeRecipe(), columns, "kind", "number")).toMatchObject({ target: "kind", split: { by: "ratio" } });
  });

  it("splits by ratio where the column to split by is no such column any more", () => {
    const recipe = makeRecipe();
    const byCity = { ...recipe, split: { ...recipe.split, by: "column", column: "city", held_out: ["x"] } } as const;
    const changed = setType({ ...byCity, split: { ...byCity.split, held_out: ["x"] } }, columns, "city", "text");
    expect(changed.split).toMatchObject({ by: "ratio", column: null, held_out: [] });
  });
});

describe("setTarget", () => {
  it("learns another column from the one before", () => {
    const recipe = setTarget(makeRecipe(), columns, "age");
    expect(recipe).toMatchObject({ target: "age", split: { by: "ratio" } });
    expect(recipe.inputs.map((input) => input.columns)).toEqual([["area"], ["city"], ["kind"]]);
  });

  it("splits class by class only where each class is there often enough", () => {
    const rare = columns.map((one) => (one.name === "city" ? { ...one, rarest: 4 } : one));
    expect(setTarget(makeRecipe(), columns, "city").split.by).toBe("stratified");
    expect(setTarget(makeRecipe(), rare, "city").split.by).toBe("ratio");
  });

  it("keeps names of fields apart from the target's", () => {
    const named = makeRecipe({ inputs: [{ name: "age", columns: ["age", "area"] }] });
    expect(setTarget(named, columns, "age").inputs[0]?.name).not.toBe("age");
  });
});

describe("setInput", () => {
  it("gives a number an input of its own, and puts it back in the table's order", () => {
    const apart = setInput(makeRecipe(), "age", OWN);
    expect(apart.inputs.at(-1)).toEqual({ name: "age", columns: ["age"] });
    expect(joinable(apart, "age")).toEqual(["features"]);
    expect(setInput(apart, "age", "features").inputs[0]?.columns).toEqual(["age", "area"]);
  });

  it("takes words to no field of numbers", () => expect(joinable(makeRecipe(), "city")).toEqual([]));
});

describe("a series", () => {
  const series = makeRecipe({
    kind: "series",
    target: "area",
    inputs: [{ name: "past", columns: ["age", "area"] }],
    window: { past: 24, ahead: 1 },
  });

  it("goes by the order of the file where its column of dates is none any more", () => {
    const byDate = { ...series, split: { ...series.split, by: "time", column: "city" } } as const;
    expect(setType(byDate, columns, "city", "text").split).toMatchObject({ by: "time", column: null });
  });

  it("learns numbers alone, from their own past", () => {
    expect(targets(series)).toEqual(["age", "area"]);
    expect(setTarget(series, columns, "age")).toMatchObject({ target: "age", inputs: series.inputs });
  });

  it("sees its columns in one field", () => {
    expect(setType(series, columns, "age", "category").inputs[0]?.columns).toEqual(["area"]);
    expect(setType(series, columns, "area", "text")).toMatchObject({ target: null, inputs: [{ columns: ["age"] }] });
    expect(see({ ...series, inputs: [] }, "age").inputs).toEqual([{ name: "past", columns: ["age"] }]);
  });
});

describe("adopted", () => {
  it("takes what is proposed until something was chosen", () => {
    expect(adopted(null, makeInspection())).toEqual(makeRecipe());
  });

  it("keeps what was chosen, with the format of dates that was found", () => {
    const edited = setType(makeRecipe({ missing: "mean" }), columns, "city", "date");
    const found = columns.map((one) =>
      one.name === "city" ? makeColumn("city", "date", { date_format: "%d.%m.%Y", date_formats: ["%d.%m.%Y"] }) : one,
    );
    const recipe = adopted(edited, makeInspection({ columns: found }));
    expect(recipe).toMatchObject({ missing: "mean" });
    expect(recipe?.columns.find((column) => column.name === "city")?.date_format).toBe("%d.%m.%Y");
  });

  it("keeps the format of dates that was chosen where it fits them", () => {
    const found = columns.map((one) =>
      one.name === "sold"
        ? makeColumn("sold", "date", { date_format: "%d/%m/%Y", date_formats: ["%d/%m/%Y", "%m/%d/%Y"] })
        : one,
    );
    const inspection = makeInspection({ columns: found });
    const written = (format: string) =>
      adopted(setDateFormat(makeRecipe(), "sold", format), inspection)?.columns.find(({ name }) => name === "sold");
    expect(written("%m/%d/%Y")?.date_format).toBe("%m/%d/%Y");
    expect(written("iso")?.date_format).toBe("%d/%m/%Y");
    expect(["%m/%d/%Y", "iso"].map(dateWords)).toEqual(["month/day/year", "year-month-day"]);
  });

  it("begins anew where the file has other columns when it is read otherwise", () => {
    expect(
      adopted(makeRecipe({ target: "age" }), makeInspection({ columns: [makeColumn("x;y", "text")], recipe: null })),
    ).toBeNull();
  });
});

it("asks for the statistics of a target that is a class and looks like a number", () => {
  const found = columns.map((one) => (one.name === "kind" ? makeColumn("kind", "number") : one));
  expect(askedTypes(makeRecipe(), found, { age: "text" })).toEqual({ age: "text", kind: "category" });
  expect(askedTypes(makeRecipe(), columns, {})).toEqual({});
});

it("says what is wanting", () => {
  expect(wanting(makeRecipe())).toEqual([]);
  expect(wanting(makeRecipe({ target: null, inputs: [] }))).toHaveLength(2);
  expect(typeOf(makeRecipe(), "nowhere")).toBe("ignore");
});
