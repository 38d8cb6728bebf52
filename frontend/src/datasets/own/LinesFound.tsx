import { Stack, Text } from "@mantine/core";
import { SeriesLine } from "../SeriesLine";
import classes from "./own.module.css";
import type { Inspection, Recipe } from "./queries";
import { fieldOf } from "./recipe";

const MOST = 6;
const WIDTH = 720;
const HEIGHT = 72;

/** The columns of a series that are seen or foretold, each as a line. */
export function LinesFound({ inspection, recipe }: { inspection: Inspection; recipe: Recipe | null }) {
  const isUsed = (name: string) => !recipe || recipe.target === name || fieldOf(recipe, name) !== null;
  const drawn = inspection.columns.filter((column) => column.line.length > 1 && isUsed(column.name));
  if (drawn.length === 0)
    return <Text size="sm">A series needs a column of numbers. Correct what the columns hold.</Text>;
  return (
    <Stack gap="xs">
      {drawn.slice(0, MOST).map(({ name, line, numbers }) => (
        <div key={name} className={classes.line}>
          <Text size="sm" fw={600}>
            {name}{" "}
            {numbers && (
              <Text span size="xs" c="dimmed" fw={400} className={classes.numbers}>
                from {numbers.minimum} to {numbers.maximum}
              </Text>
            )}
          </Text>
          <SeriesLine values={line} width={WIDTH} height={HEIGHT} label={`${name} over time`} />
        </div>
      ))}
      {drawn.length > MOST && <Text size="sm">and {drawn.length - MOST} more</Text>}
    </Stack>
  );
}
