import { Box, Select } from "@mantine/core";
import { useContext } from "react";
import { withKey } from "@/graph/edit";
import { useEditor } from "@/graph/store";
import { type FieldProps, NestedForm } from "./field";
import classes from "./Inspector.module.css";
import { classOf, configOf } from "./objects";
import { rateOf, scheduleFrom } from "./schedules";
import { TextField } from "./TextField";
import { Within } from "./Within";

const SAME = "";

/** A learning rate: one number, or a schedule that gives one for every step. */
export function ScheduleField(props: FieldProps) {
  const { param, value, onChange, problem } = props;
  const Form = useContext(NestedForm);
  const specs = useEditor((state) => state.catalog.schedules);
  const name = typeof value === "object" && value !== null ? classOf(value, specs) : null;
  const spec = name === null ? undefined : specs[name];
  const choose = (chosen: string | null) => {
    const next = chosen ? specs[chosen] : undefined;
    onChange(next ? scheduleFrom(next, value, param) : rateOf(value));
  };
  return (
    <div>
      {name === null && <TextField {...props} />}
      <Select
        size="xs"
        mt={name === null ? 4 : 0}
        label={name === null ? undefined : <span className={classes.paramLabel}>{param.name}</span>}
        aria-label={`How ${param.name} changes`}
        data={[
          { value: SAME, label: "stays the same" },
          ...[...Object.keys(specs), ...(name !== null && !spec ? [name] : [])].map((each) => ({
            value: each,
            label: each,
          })),
        ]}
        value={name ?? SAME}
        error={name !== null && problem}
        allowDeselect={false}
        onChange={choose}
      />
      {spec && name !== null && (
        <Box className={classes.nested}>
          <Within steps={`${param.name}.config`}>
            <Form
              params={spec.params ?? []}
              config={configOf(value)}
              onChange={(key, argument) =>
                onChange({ class_name: name, config: withKey(configOf(value), key, argument) })
              }
              isFlat
            />
          </Within>
        </Box>
      )}
    </div>
  );
}
