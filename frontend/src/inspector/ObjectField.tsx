import { Box, Select } from "@mantine/core";
import { useContext } from "react";
import { useEditor } from "@/graph/store";
import type { ObjectSpec } from "@/graph/types";
import { type FieldProps, NestedForm } from "./field";
import classes from "./Inspector.module.css";
import { classOf, configOf, objectValue, withArgument } from "./objects";
import { ParamLabel } from "./ParamLabel";
import { isDefault, placeholderOf } from "./values";
import { Within } from "./Within";

type Props = FieldProps & { specs: Readonly<Record<string, ObjectSpec>>; isShort: boolean };

/** A class and its arguments, such as a regularizer. */
export function ObjectField({ param, value, onChange, problem, specs, isShort }: Props) {
  const Form = useContext(NestedForm);
  const name = classOf(value, specs);
  const spec = name === null ? undefined : specs[name];
  const names = Object.keys(specs);
  const keep = (next: unknown) => onChange(isDefault(param, next) ? undefined : next);
  return (
    <div>
      <Select
        size="xs"
        label={<ParamLabel param={param} isSet={value !== undefined} />}
        aria-description={param.help}
        placeholder={placeholderOf(param)}
        data={name !== null && !spec ? [...names, name] : names}
        value={name}
        error={problem}
        onChange={(chosen) => keep(chosen === null ? undefined : objectValue(chosen, {}, isShort))}
        searchable={names.length > 8}
        clearable
        clearButtonProps={{ "aria-label": `Set ${param.name} back to its default` }}
      />
      {spec && name !== null && (spec.params?.length ?? 0) > 0 && (
        <Box className={classes.nested}>
          <Within steps={`${param.name}.config`}>
            <Form
              params={spec.params ?? []}
              config={configOf(value)}
              onChange={(key, argument) => keep(withArgument(value, name, key, argument, isShort))}
              isFlat
            />
          </Within>
        </Box>
      )}
    </div>
  );
}

export function InitializerField(props: FieldProps) {
  return <ObjectField {...props} specs={useEditor((state) => state.catalog.initializers)} isShort />;
}

export function RegularizerField(props: FieldProps) {
  return <ObjectField {...props} specs={useEditor((state) => state.catalog.regularizers)} isShort={false} />;
}

export function ConstraintField(props: FieldProps) {
  return <ObjectField {...props} specs={useEditor((state) => state.catalog.constraints)} isShort={false} />;
}
