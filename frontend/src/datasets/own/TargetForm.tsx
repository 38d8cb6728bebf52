import { NativeSelect, Text } from "@mantine/core";
import { BalanceBars } from "../BalanceBars";
import { fewerBars } from "./bars";
import type { Inspection, Recipe } from "./queries";
import { setTarget, targets, typeOf } from "./recipe";

interface TargetFormProps {
  inspection: Inspection;
  recipe: Recipe;
  onRecipe: (recipe: Recipe) => void;
}

const MOST_BARS = 12;

/** Which column is learned, and how it is spread. */
export function TargetForm({ inspection, recipe, onRecipe }: TargetFormProps) {
  const target = inspection.columns.find((column) => column.name === recipe.target);
  const isClass = target !== undefined && typeOf(recipe, target.name) === "category";
  const bars = target?.kind === (isClass ? "category" : "number") ? target.spread : [];
  return (
    <>
      <NativeSelect
        size="xs"
        label="Column"
        data={[...(recipe.target ? [] : [{ value: "", label: "Choose one" }]), ...targets(recipe)]}
        value={recipe.target ?? ""}
        onChange={(event) => onRecipe(setTarget(recipe, inspection.columns, event.currentTarget.value))}
      />
      {target && recipe.kind === "table" && (
        <Text size="sm">
          {isClass
            ? `A class, one of ${target.distinct > 1_000 ? "more than 1,000" : target.distinct.toLocaleString("en")}. Give it the type Number to foretell it as a value.`
            : "A number. Give it the type Category to tell classes apart."}
        </Text>
      )}
      {bars.length > 0 && (
        <BalanceBars
          balance={isClass ? bars.slice(0, MOST_BARS) : fewerBars(bars, MOST_BARS)}
          heading={isClass ? "Class" : "Value"}
        />
      )}
      {bars.length > MOST_BARS && isClass && <Text size="xs">and others</Text>}
    </>
  );
}
