import { ActionIcon, Box, Button, Group, Input, Select, Stack } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useContext, useMemo } from "react";
import { shownParams } from "@/assignments/limits";
import { useLimits } from "@/assignments/useWork";
import { EMPTY_DOCUMENT } from "@/graph/document";
import { makeNode } from "@/graph/insert";
import { useEditor } from "@/graph/store";
import type { ObjectSpec } from "@/graph/types";
import { type FieldProps, NestedForm } from "./field";
import classes from "./Inspector.module.css";
import { innerLayers } from "./innerLayers";
import { classOf, configOf, withArgument } from "./objects";
import { ParamLabel } from "./ParamLabel";
import { Within } from "./Within";

type OneProps = {
  label: React.ReactNode;
  ariaLabel: string;
  value: unknown;
  onChange: (value: unknown) => void;
  problem: string | true | null;
  isClearable: boolean;
  choices: readonly string[];
  /** Where the layer stands in its form. */
  steps: string;
};

const ANY: readonly string[] = [];

function OneLayer({ label, ariaLabel, value, onChange, problem, isClearable, choices, steps }: OneProps) {
  const Form = useContext(NestedForm);
  const catalog = useEditor((state) => state.catalog);
  const { palette, shown } = useLimits();
  const names = useMemo(() => innerLayers(catalog, choices, palette), [catalog, choices, palette]);
  const specs: Readonly<Record<string, ObjectSpec>> = catalog.layers;
  const name = classOf(value, specs);
  const choose = (chosen: string | null) => {
    if (chosen === null) return onChange(undefined);
    const { config } = makeNode(EMPTY_DOCUMENT, chosen, catalog.layers[chosen], [0, 0]);
    onChange({ class_name: chosen, config });
  };
  return (
    <div>
      <Select
        size="xs"
        label={label}
        aria-label={ariaLabel}
        placeholder="Choose a layer"
        data={name !== null && !names.includes(name) ? [...names, name] : names}
        value={name}
        error={problem}
        onChange={choose}
        searchable
        clearable={isClearable}
        clearButtonProps={{ "aria-label": "Take the layer away" }}
        nothingFoundMessage="No layer is called so"
      />
      {name !== null && specs[name] && (
        <Box className={classes.nested}>
          <Within steps={`${steps}.config`}>
            <Form
              params={shownParams(specs[name].params ?? [], name, shown, configOf(value))}
              config={configOf(value)}
              onChange={(key, argument) => onChange(withArgument(value, name, key, argument, false))}
            />
          </Within>
        </Box>
      )}
    </div>
  );
}

/** A layer inside a layer, such as the one that Bidirectional runs both ways. */
export function LayerField({ param, value, onChange, problem }: FieldProps) {
  return (
    <OneLayer
      label={<ParamLabel param={param} isSet={value !== undefined} />}
      ariaLabel={param.name}
      value={value}
      onChange={onChange}
      problem={problem}
      isClearable={!param.required}
      choices={param.choices ?? ANY}
      steps={param.name}
    />
  );
}

/** Several layers in order. */
export function LayersField({ param, value, onChange, problem }: FieldProps) {
  const layers: readonly unknown[] = Array.isArray(value) ? value : [];
  const change = (next: readonly unknown[]) => onChange(next.length || param.required ? next : undefined);
  return (
    <Input.Wrapper
      size="xs"
      label={<ParamLabel param={param} isSet={value !== undefined} />}
      error={problem}
      labelElement="div"
    >
      <Stack gap={6}>
        {layers.map((layer, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: layers have no identity but their place
          <Group key={place} gap={4} wrap="nowrap" align="flex-start">
            <Box flex={1}>
              <OneLayer
                label={null}
                ariaLabel={`${param.name}, layer ${place + 1}`}
                value={layer}
                onChange={(next) => change(layers.with(place, next ?? null))}
                problem={null}
                isClearable={false}
                choices={param.choices ?? ANY}
                steps={`${param.name}.${place}`}
              />
            </Box>
            <ActionIcon aria-label={`Take layer ${place + 1} away`} onClick={() => change(layers.toSpliced(place, 1))}>
              <IconTrash size={15} />
            </ActionIcon>
          </Group>
        ))}
        <Button
          size="compact-xs"
          leftSection={<IconPlus size={13} />}
          onClick={() => change([...layers, null])}
          w="fit-content"
        >
          Add a layer
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
