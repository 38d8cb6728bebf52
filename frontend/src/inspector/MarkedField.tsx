import {
  ActionIcon,
  Group,
  MultiSelect,
  SegmentedControl,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useEditor } from "@/graph/store";
import { changeField, listFrom, rangeFrom, takesRange, unmark } from "@/graph/sweep";
import type { Param, SweepField } from "@/graph/types";
import classes from "./Inspector.module.css";
import { keepFocus, takeFocus } from "./markFocus";
import { type Option, readTexts, textsOf } from "./markValues";
import { ParamLabel } from "./ParamLabel";
import { useDraftText } from "./useDraftText";
import { readParam, writeParam } from "./values";

type Props = {
  param: Param;
  field: SweepField;
  /** The value that is drawn. */
  value: unknown;
  options: readonly Option[] | null;
  problem: string | null;
};

function change(field: SweepField, changes: Partial<SweepField>, what: string): void {
  useEditor
    .getState()
    .edit(
      `Change what is tried of ${field.name}`,
      (document) => changeField(document, field.name, changes),
      `sweep.${field.name}.${what}`,
    );
}

/** Room for the next value beside the chips, as long as it is short. */
const NARROW = { inputField: { minWidth: 40 } };

/** The values of a list, each a chip. */
function ListValues({ param, field, options, problem }: Omit<Props, "value">) {
  const [error, setError] = useState<string | null>(null);
  const values = field.values ?? [];
  const texts = textsOf(param, values, options);
  const take = (next: string[]) => {
    const reading = readTexts(param, next, values, options);
    setError(reading.error);
    if (reading.error === null) change(field, { values: reading.values }, "values");
  };
  const common = {
    size: "xs",
    "aria-label": `Values of ${param.name} to try`,
    value: texts,
    onChange: take,
    styles: NARROW,
  } as const;
  if (options) {
    const names = [...new Set([...options.map(({ text }) => text), ...texts])];
    return <MultiSelect {...common} data={names} searchable={names.length > 8} error={problem} />;
  }
  const isTuple = param.kind.includes("tuple") || param.kind === "floats" || param.kind === "json";
  return (
    <TagsInput
      {...common}
      splitChars={isTuple ? [";"] : [",", " "]}
      placeholder={texts.length < 2 ? "A value, then Enter" : ""}
      error={error ?? problem}
    />
  );
}

type EndProps = { param: Param; field: SweepField; end: "low" | "high" | "step"; label: string };

function RangeEnd({ param, field, end, label }: EndProps) {
  const isStep = end === "step";
  const asked: Param = {
    ...param,
    ...{ name: label, kind: field.integer ? "int" : "float", required: !isStep, nullable: isStep, default: null },
    ...(isStep ? { minimum: 0, maximum: null } : {}),
  };
  const value = field[end];
  const written = useDraftText(writeParam(asked.kind, value ?? undefined), (text) => {
    const reading = readParam(asked, text);
    if (reading.error !== null) return { error: reading.error };
    const next = typeof reading.value === "number" && !(isStep && reading.value === 0) ? reading.value : null;
    change(field, { [end]: next }, end);
    return { error: null, written: writeParam(asked.kind, next ?? undefined) };
  });
  return (
    <TextInput
      size="xs"
      flex={1}
      miw={58}
      label={label}
      aria-label={`${label}, ${param.name}`}
      placeholder={isStep ? "any" : ""}
      value={written.text}
      error={written.error}
      onChange={(event) => written.change(event.currentTarget.value)}
      onBlur={written.leave}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      inputMode="decimal"
      spellCheck={false}
      autoComplete="off"
    />
  );
}

function RangeValues({ param, field, problem }: Pick<Props, "param" | "field" | "problem">) {
  return (
    <Stack gap={6}>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <RangeEnd param={param} field={field} end="low" label="From" />
        <RangeEnd param={param} field={field} end="high" label="To" />
        {!field.log && <RangeEnd param={param} field={field} end="step" label="Step" />}
      </Group>
      <Switch
        size="xs"
        label="Logarithmic"
        aria-label={`Logarithmic, ${param.name}`}
        description="As many trials from 0.001 to 0.01 as from 0.01 to 0.1."
        checked={field.log}
        onChange={(event) => change(field, { log: event.currentTarget.checked, step: null }, "log")}
      />
      {problem && (
        <Text size="xs" c="var(--mantine-color-error)">
          {problem}
        </Text>
      )}
    </Stack>
  );
}

/** A field that is marked: the values that a sweep tries in place of the one that is drawn, and the way back. */
export function MarkedField({ param, field, value, options, problem }: Props) {
  const isList = field.values !== null;
  const form = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is shown
  useEffect(() => takeFocus(field, form.current), []);
  const back = `Back to one value of ${param.name}`;
  const drawn = textsOf(param, [value ?? param.default ?? null], options)[0];
  return (
    <Stack
      ref={form}
      gap={4}
      className={classes.marked}
      role="group"
      aria-label={`${param.name}, several values`}
      data-marked={field.name}
    >
      <Group justify="space-between" wrap="nowrap" gap={6}>
        <ParamLabel param={param} isSet />
        <Group gap={4} wrap="nowrap">
          {takesRange(param) && (
            <SegmentedControl
              size="xs"
              classNames={{ label: classes.smallSegment }}
              aria-label={`How the values of ${param.name} are given`}
              data={[
                { value: "list", label: "List" },
                { value: "range", label: "Range" },
              ]}
              value={isList ? "list" : "range"}
              onChange={(kind) =>
                change(field, kind === "range" ? rangeFrom(param, field) : listFrom(param, field), "kind")
              }
            />
          )}
          <Tooltip label={back} position="left">
            <ActionIcon
              size="sm"
              aria-label={back}
              onClick={() => {
                keepFocus(field);
                useEditor.getState().edit(back, (document) => unmark(document, field.name));
              }}
            >
              <IconArrowBackUp size={15} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      {isList ? (
        <ListValues param={param} field={field} options={options} problem={problem} />
      ) : (
        <RangeValues param={param} field={field} problem={problem} />
      )}
      <Text size="xs" c="dimmed">
        Drawn with <span className={classes.figure}>{drawn}</span>
      </Text>
    </Stack>
  );
}
