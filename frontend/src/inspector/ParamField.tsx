import { memo } from "react";
import { ActivationField, BoolField, ChoiceField, DtypeField } from "./ChoiceFields";
import type { FieldProps } from "./field";
import { LayerField, LayersField } from "./LayerField";
import { ConstraintField, InitializerField, RegularizerField } from "./ObjectField";
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
};

/** The field for one parameter, by its kind; text for every kind that has none of its own. */
export const ParamField = memo(function ParamField(props: FieldProps) {
  const Field = FIELDS[props.param.kind] ?? TextField;
  return <Field {...props} />;
});
