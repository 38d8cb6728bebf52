import { type ComboboxItem, Select, Switch } from "@mantine/core";
import { useEditor } from "@/graph/store";
import type { FieldProps } from "./field";
import { findChoices } from "./findChoices";
import { ParamLabel } from "./ParamLabel";
import { TextField } from "./TextField";
import { isDefault, placeholderOf } from "./values";

const DTYPES = [
  "float16",
  "bfloat16",
  "float32",
  "float64",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "bool",
  "string",
];
const POLICIES = ["mixed_float16", "mixed_bfloat16"];

/** A value of a closed list. Choosing the default takes the key out of the config. */
function ListField({ param, value, onChange, problem, options }: FieldProps & { options: readonly string[] }) {
  const text = typeof value === "string" ? value : null;
  const data = text !== null && !options.includes(text) ? [...options, text] : [...options];
  return (
    <Select
      size="xs"
      label={<ParamLabel param={param} isSet={value !== undefined} />}
      aria-description={param.help}
      placeholder={placeholderOf(param)}
      data={data}
      value={text}
      error={problem}
      onChange={(chosen) => onChange(chosen === null || isDefault(param, chosen) ? undefined : chosen)}
      searchable={data.length > 8}
      filter={({ options: all, search }) => findChoices(all as ComboboxItem[], search)}
      clearable={!param.required}
      clearButtonProps={{ "aria-label": `Set ${param.name} back to its default` }}
      nothingFoundMessage="None is called so"
    />
  );
}

export function ChoiceField(props: FieldProps) {
  return <ListField {...props} options={props.param.choices ?? []} />;
}

export function DtypeField(props: FieldProps) {
  const isInput = props.param.common;
  return <ListField {...props} options={isInput ? DTYPES : [...DTYPES, ...POLICIES]} />;
}

export function ActivationField(props: FieldProps) {
  const activations = useEditor((state) => state.catalog.activations);
  if (typeof props.value === "object" && props.value !== null) {
    return <TextField {...props} param={{ ...props.param, kind: "json" }} />;
  }
  return <ListField {...props} options={activations} />;
}

/** Yes, no, or left to Keras. */
function MaybeField({ param, value, onChange, problem }: FieldProps) {
  const data = [
    { value: "true", label: "True" },
    { value: "false", label: "False" },
  ];
  return (
    <Select
      size="xs"
      label={<ParamLabel param={param} isSet={value !== undefined} />}
      aria-description={param.help}
      placeholder={placeholderOf(param)}
      data={data}
      value={typeof value === "boolean" ? `${value}` : null}
      error={problem}
      onChange={(chosen) => onChange(chosen === null ? undefined : chosen === "true")}
      clearable
      clearButtonProps={{ "aria-label": `Set ${param.name} back to its default` }}
    />
  );
}

export function BoolField(props: FieldProps) {
  return props.param.nullable ? <MaybeField {...props} /> : <SwitchField {...props} />;
}

function SwitchField({ param, value, onChange, problem }: FieldProps) {
  const isOn = typeof value === "boolean" ? value : param.default === true;
  return (
    <Switch
      size="xs"
      label={<ParamLabel param={param} isSet={value !== undefined} />}
      aria-description={param.help}
      checked={isOn}
      error={problem}
      onChange={(event) => {
        const next = event.currentTarget.checked;
        onChange(isDefault(param, next) ? undefined : next);
      }}
    />
  );
}
