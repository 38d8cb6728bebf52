import { NativeSelect, Switch, Table, Text } from "@mantine/core";
import { arrayNames, arrayOf, mayBeClass, roleOf, setIsClass, setUse, type Use } from "./arrays";
import classes from "./own.module.css";
import type { Inspection, Recipe } from "./queries";
import { SpreadBars } from "./SpreadBars";

interface ArraysTableProps {
  inspection: Inspection;
  recipe: Recipe | null;
  onRecipe: (recipe: Recipe) => void;
}

const USES = [
  { value: "input", label: "An input" },
  { value: "target", label: "To be learned" },
  { value: "none", label: "Not used" },
];

/** The arrays of a file, and what each is used as. */
export function ArraysTable({ inspection, recipe, onRecipe }: ArraysTableProps) {
  const names = recipe ? arrayNames(inspection, recipe) : inspection.arrays.map((array) => array.name);
  const target = recipe?.target ? arrayOf(inspection, recipe, recipe.target) : undefined;
  return (
    <>
      <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={6} className={classes.columns}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Array</Table.Th>
              <Table.Th scope="col">Shape, samples first</Table.Th>
              <Table.Th scope="col">Type</Table.Th>
              <Table.Th scope="col">Spread</Table.Th>
              {recipe && <Table.Th scope="col">Used as</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {names.map((name) => {
              const array = recipe
                ? arrayOf(inspection, recipe, name)
                : inspection.arrays.find((one) => one.name === name);
              return (
                <Table.Tr key={name}>
                  <Table.Th scope="row">{name}</Table.Th>
                  <Table.Td className={classes.numbers}>{array?.shape.join(" × ")}</Table.Td>
                  <Table.Td>{array?.dtype}</Table.Td>
                  <Table.Td>{array && <SpreadBars column={array} />}</Table.Td>
                  {recipe && (
                    <Table.Td>
                      <NativeSelect
                        size="xs"
                        w={130}
                        aria-label={`What ${name} is used as`}
                        data={USES}
                        value={roleOf(recipe, name)}
                        onChange={(event) =>
                          onRecipe(setUse(inspection, recipe, name, event.currentTarget.value as Use))
                        }
                      />
                    </Table.Td>
                  )}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {recipe && mayBeClass(target) && (
        <Switch
          size="xs"
          label={`The values of ${recipe.target} are classes`}
          checked={recipe.target_is_class}
          onChange={(event) => onRecipe(setIsClass(recipe, event.currentTarget.checked))}
        />
      )}
      {recipe?.split.by === "given" && (
        <Text size="sm">The file’s own parts are taken: to train and to test with.</Text>
      )}
    </>
  );
}
