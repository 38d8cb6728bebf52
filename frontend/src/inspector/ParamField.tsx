import { ActionIcon, Group, Text, Tooltip } from "@mantine/core";
import { IconVariablePlus } from "@tabler/icons-react";
import { memo } from "react";
import { blockKind } from "@/graph/blockEdits";
import { isExpression } from "@/graph/expression";
import { useEditor } from "@/graph/store";
import { bind, useBlockScope } from "./blockScope";
import { ActivationField, BoolField, ChoiceField, DtypeField } from "./ChoiceFields";
import { ExpressionField } from "./ExpressionField";
import { FormulaField } from "./FormulaField";
import type { FieldProps } from "./field";
import classes from "./Inspector.module.css";
import { LayerField, LayersField } from "./LayerField";
import { Markable } from "./Markable";
import { ConstraintField, InitializerField, RegularizerField } from "./ObjectField";
import { ParamLabel } from "./ParamLabel";
import { PythonField } from "./PythonField";
import { ScheduleField } from "./ScheduleField";
import { TextField } from "./TextField";

const FIELDS: Readonly<Record<string, (props: FieldProps) => React.ReactNode>> = {
  bool: BoolField,
  choice: ChoiceField,
  activation: ActivationField,
  dtype: DtypeField,
  initializer: InitializerField,
  regularizer: RegularizerField,
  constraint: ConstraintField,
  layer: LayerField,
  layers: LayersField,
  formula: FormulaField,
  python: PythonField,
  schedule: ScheduleField,
};

/** Inside a block: makes a value one of the block's parameters. */
function BindButton({ param, value, onChange }: FieldProps) {
  const scope = useBlockScope();
  const isReading = useEditor((state) => state.author !== null);
  if (!scope || isReading || blockKind(param.kind) === null) return null;
  const label = `Make ${param.name} a parameter of the block`;
  return (
    <Tooltip label={label} position="left">
      <ActionIcon size="sm" mb={4} aria-label={label} onClick={() => onChange(bind(scope, param, value) ?? value)}>
        <IconVariablePlus size={15} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}

/** An argument that comes by wire instead. */
function Wired({ param, source }: { param: FieldProps["param"]; source: string }) {
  return (
    <div>
      <ParamLabel param={param} isSet />
      <Text size="xs" c="dimmed">
        comes by wire from <span className={classes.figure}>{source}</span>
      </Text>
    </div>
  );
}

/** The field for one parameter, by its kind; text for every kind that has none of its own. */
export const ParamField = memo(function ParamField({ wired, ...props }: FieldProps & { wired?: string | undefined }) {
  const scope = useBlockScope();
  if (wired !== undefined) return <Wired param={props.param} source={wired} />;
  if (isExpression(props.value)) return <ExpressionField {...props} />;
  const Field = FIELDS[props.param.kind] ?? TextField;
  return (
    <Markable param={props.param} value={props.value}>
      {!scope || blockKind(props.param.kind) === null ? (
        <Field {...props} />
      ) : (
        <Group gap={4} wrap="nowrap" align="flex-end">
          <div className={classes.grow}>
            <Field {...props} />
          </div>
          <BindButton {...props} />
        </Group>
      )}
    </Markable>
  );
});
