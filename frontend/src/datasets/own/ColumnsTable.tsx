import { Button, Checkbox, NativeSelect, Table, Text } from "@mantine/core";
import { useState } from "react";
import { TYPES } from "./names";
import classes from "./own.module.css";
import type { ColumnFound, ColumnKind, Inspection, Recipe, Types } from "./queries";
import { dateWords, fieldOf, joinable, OWN, see, setDateFormat, setInput, typeOf } from "./recipe";
import { SpreadBars } from "./SpreadBars";

const AT_ONCE = 40;
const TYPE_CHOICES = Object.entries(TYPES).map(([value, label]) => ({ value, label }));

interface ColumnsTableProps {
  inspection: Inspection;
  /** Null where the file's faults must be cured first. */
  recipe: Recipe | null;
  corrected: Types;
  onType: (column: string, kind: ColumnKind) => void;
  onRecipe: (recipe: Recipe) => void;
}

/** Every column: what it holds, how it is used, what is missing, how it is spread. */
export function ColumnsTable({ inspection, recipe, corrected, onType, onRecipe }: ColumnsTableProps) {
  const [count, setCount] = useState(AT_ONCE);
  const more = inspection.columns.length - count;
  return (
    <>
      <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table className={classes.columns} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Column</Table.Th>
              <Table.Th scope="col">Holds</Table.Th>
              {recipe && <Table.Th scope="col">Used as</Table.Th>}
              <Table.Th scope="col" ta="right">
                Missing
              </Table.Th>
              <Table.Th scope="col">Spread</Table.Th>
              <Table.Th scope="col">Such as</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {inspection.columns.slice(0, count).map((column) => (
              <Table.Tr key={column.name}>
                <Table.Th scope="row" fw={600} className={classes.name}>
                  {column.name}
                </Table.Th>
                <Table.Td>
                  <NativeSelect
                    size="xs"
                    w={112}
                    aria-label={`What ${column.name} holds`}
                    data={TYPE_CHOICES}
                    value={recipe ? typeOf(recipe, column.name) : (corrected[column.name] ?? column.kind)}
                    onChange={(event) => onType(column.name, event.currentTarget.value as ColumnKind)}
                  />
                  {recipe && <Written column={column} recipe={recipe} onRecipe={onRecipe} />}
                </Table.Td>
                {recipe && (
                  <Table.Td>
                    <UsedAs column={column} recipe={recipe} onRecipe={onRecipe} />
                  </Table.Td>
                )}
                <Table.Td ta="right" className={classes.numbers}>
                  {column.missing > 0 ? column.missing.toLocaleString("en") : ""}
                </Table.Td>
                <Table.Td>
                  <SpreadBars column={column} />
                </Table.Td>
                <Table.Td className={classes.example} title={column.samples.join(", ")}>
                  {column.samples.slice(0, 3).join(", ")}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {more > 0 && (
        <Button size="xs" w="fit-content" onClick={() => setCount(count + AT_ONCE)}>
          Show {Math.min(AT_ONCE, more)} more of {more.toLocaleString("en")}
        </Button>
      )}
    </>
  );
}

interface UsedAsProps {
  column: ColumnFound;
  recipe: Recipe;
  onRecipe: (recipe: Recipe) => void;
}

/** Of dates that can be read in several ways: which it is. */
function Written({ column, recipe, onRecipe }: UsedAsProps) {
  const { name, date_formats: formats } = column;
  if (formats.length < 2 || typeOf(recipe, name) !== "date") return null;
  return (
    <NativeSelect
      size="xs"
      w={158}
      mt={4}
      description="Can be read in several ways:"
      aria-label={`How the dates of ${name} are written`}
      data={formats.map((value) => ({ value, label: dateWords(value) }))}
      value={recipe.columns.find((one) => one.name === name)?.date_format || column.date_format}
      onChange={(event) => onRecipe(setDateFormat(recipe, name, event.currentTarget.value))}
    />
  );
}

const NOT = "";

/** Of a series: whether a column's past is seen. */
function Seen({ name, recipe, onRecipe }: Omit<UsedAsProps, "column"> & { name: string }) {
  if (typeOf(recipe, name) !== "number") return null;
  return (
    <Checkbox
      size="xs"
      label={recipe.target === name ? "Seen, and foretold" : "Seen"}
      aria-label={`Whether the past of ${name} is seen`}
      checked={fieldOf(recipe, name) !== null}
      onChange={(event) => onRecipe(event.currentTarget.checked ? see(recipe, name) : setInput(recipe, name, null))}
    />
  );
}

function UsedAs({ column: { name }, recipe, onRecipe }: UsedAsProps) {
  if (recipe.kind === "series") return <Seen name={name} recipe={recipe} onRecipe={onRecipe} />;
  if (recipe.target === name) return <Text size="sm">To be learned</Text>;
  if (typeOf(recipe, name) === "ignore") return null;
  const field = fieldOf(recipe, name);
  const others = joinable(recipe, name);
  const choices = [
    { value: NOT, label: "Not used" },
    ...others.map((other) => ({ value: other, label: `Input ${other}` })),
    { value: OWN, label: "An input of its own" },
  ];
  const value = field === null ? NOT : others.includes(field) ? field : OWN;
  return (
    <NativeSelect
      size="xs"
      w={158}
      aria-label={`What ${name} is used as`}
      data={choices}
      value={value}
      onChange={(event) => onRecipe(setInput(recipe, name, event.currentTarget.value || null))}
    />
  );
}
