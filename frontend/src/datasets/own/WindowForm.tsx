import { NumberInput, SimpleGrid, Text } from "@mantine/core";
import type { Recipe } from "./queries";

type Window = NonNullable<Recipe["window"]>;

const LONGEST_PAST = 10_000;
const LONGEST_AHEAD = 1_000;

/** How many steps are seen, and how many foretold. */
export function WindowForm({ window, onWindow }: { window: Window; onWindow: (window: Window) => void }) {
  const { past, ahead } = window;
  return (
    <>
      <SimpleGrid cols={2} spacing="xs">
        <NumberInput
          size="xs"
          label="Steps seen"
          min={1}
          max={LONGEST_PAST}
          clampBehavior="strict"
          allowDecimal={false}
          value={past}
          onChange={(steps) => typeof steps === "number" && steps >= 1 && onWindow({ past: steps, ahead })}
        />
        <NumberInput
          size="xs"
          label="Steps foretold"
          min={1}
          max={LONGEST_AHEAD}
          clampBehavior="strict"
          allowDecimal={false}
          value={ahead}
          onChange={(steps) => typeof steps === "number" && steps >= 1 && onWindow({ past, ahead: steps })}
        />
      </SimpleGrid>
      <Text size="sm">
        Each sample sees {stepsText(past, "row")} and foretells {stepsText(ahead, "")} after.
      </Text>
    </>
  );
}

function stepsText(steps: number, what: string): string {
  if (what === "") return steps === 1 ? "the one" : `the ${steps.toLocaleString("en")}`;
  return steps === 1 ? `one ${what}` : `${steps.toLocaleString("en")} ${what}s in turn`;
}
