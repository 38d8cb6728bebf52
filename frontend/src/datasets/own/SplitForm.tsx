import { NativeSelect, NumberInput, SimpleGrid, Slider, TagsInput, Text } from "@mantine/core";
import { SPLITS } from "./names";
import classes from "./own.module.css";
import type { Inspection, Recipe, Split } from "./queries";
import { canStratify, typeOf } from "./recipe";
import { splitCounts } from "./split";

const SHOWN = 200;
const MOST = 1_000;

interface SplitFormProps {
  inspection: Inspection;
  recipe: Recipe;
  onRecipe: (recipe: Recipe) => void;
}

/** What is held out to test with. */
export function SplitForm({ inspection, recipe, onRecipe }: SplitFormProps) {
  const { split } = recipe;
  const change = (changed: Partial<Split>) => onRecipe({ ...recipe, split: { ...split, ...changed } });
  const by = (wanted: Split["by"]) => change({ by: wanted, column: firstColumn(recipe, wanted), held_out: [] });
  return (
    <>
      <NativeSelect
        size="xs"
        label="Which"
        data={choicesOf(inspection, recipe).map((value) => ({ value, label: SPLITS[value] }))}
        value={split.by}
        onChange={(event) => by(event.currentTarget.value as Split["by"])}
      />
      {(split.by === "time" || split.by === "column") && (
        <ByColumn inspection={inspection} recipe={recipe} change={change} />
      )}
      {split.by !== "column" && split.by !== "given" && (
        <>
          <Text size="xs" fw={500} id="test-share">
            Share to test with: {Math.round(split.test * 100)} %
          </Text>
          <Slider
            size="sm"
            min={5}
            max={50}
            step={1}
            label={(value) => `${value} %`}
            thumbProps={{ "aria-labelledby": "test-share" }}
            value={Math.round(split.test * 100)}
            onChange={(percent) => change({ test: percent / 100 })}
          />
        </>
      )}
      {(split.by === "ratio" || split.by === "stratified") && (
        <NumberInput
          size="xs"
          label="Seed"
          description="The same seed draws the same"
          min={0}
          max={2 ** 31 - 1}
          allowDecimal={false}
          value={split.seed}
          onChange={(seed) => typeof seed === "number" && change({ seed })}
        />
      )}
      <Parts inspection={inspection} recipe={recipe} />
    </>
  );
}

function columnsOf(recipe: Recipe, kind: "date" | "category"): string[] {
  return recipe.columns.map((column) => column.name).filter((name) => typeOf(recipe, name) === kind);
}

function firstColumn(recipe: Recipe, by: Split["by"]): string | null {
  if (by === "time") return columnsOf(recipe, "date")[0] ?? null;
  return by === "column" ? (columnsOf(recipe, "category").filter((name) => name !== recipe.target)[0] ?? null) : null;
}

function choicesOf(inspection: Inspection, recipe: Recipe): Split["by"][] {
  if (recipe.kind === "series") return ["time"];
  const proposed = inspection.recipe?.split.by;
  if (recipe.kind === "arrays" && proposed === "given") return ["given"];
  const found: Split["by"][] = proposed === "given" ? ["given", "ratio"] : ["ratio"];
  const isByClass = inspection.classes.length > 1 || recipe.target_is_class || canStratify(recipe, inspection.columns);
  if (isByClass) found.push("stratified");
  if (recipe.kind === "table") found.push("time");
  if (recipe.kind === "table" && firstColumn(recipe, "column")) found.push("column");
  return found.includes(recipe.split.by) ? found : [...found, recipe.split.by];
}

interface ByColumnProps {
  inspection: Inspection;
  recipe: Recipe;
  change: (changed: Partial<Split>) => void;
}

function ByColumn({ inspection, recipe, change }: ByColumnProps) {
  const { split } = recipe;
  if (split.by === "time") {
    const dates = columnsOf(recipe, "date").map((name) => ({ value: name, label: `by ${name}` }));
    return (
      <NativeSelect
        size="xs"
        label="Order of time"
        data={[{ value: "", label: "as the file has them" }, ...dates]}
        value={split.column ?? ""}
        onChange={(event) => change({ column: event.currentTarget.value || null })}
      />
    );
  }
  const column = inspection.columns.find(({ name }) => name === split.column);
  return (
    <SimpleGrid cols={1} spacing="xs">
      <NativeSelect
        size="xs"
        label="Column"
        data={columnsOf(recipe, "category")}
        value={split.column ?? ""}
        onChange={(event) => change({ column: event.currentTarget.value, held_out: [] })}
      />
      <TagsInput
        size="xs"
        label="Values to test with"
        description="Choose from the list, or type one and press Enter"
        data={column?.values.map(([value]) => value) ?? []}
        limit={SHOWN}
        maxTags={MOST}
        splitChars={[]}
        acceptValueOnBlur
        value={[...split.held_out]}
        onChange={(held_out) => change({ held_out })}
      />
    </SimpleGrid>
  );
}

function Parts({ inspection, recipe }: { inspection: Inspection; recipe: Recipe }) {
  const counts = splitCounts(inspection, recipe);
  if (!counts) return null;
  const { train, test, isAtMost } = counts;
  return (
    <div>
      <div className={classes.parts} aria-hidden>
        <div className={classes.train} style={{ flex: train }} />
        <div className={classes.test} style={{ flex: test }} />
      </div>
      <Text size="sm" className={classes.numbers} mt={4} role="status">
        <span className={`${classes.mark} ${classes.train}`} aria-hidden />
        {isAtMost && "at most "}
        {train.toLocaleString("en")} to train with, <span className={`${classes.mark} ${classes.test}`} aria-hidden />
        {test.toLocaleString("en")} to test with
      </Text>
    </div>
  );
}
