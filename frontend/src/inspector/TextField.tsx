import { TextInput } from "@mantine/core";
import { takesArithmetic } from "@/graph/blockEdits";
import { readExpression, useBlockScope } from "./blockScope";
import type { FieldProps } from "./field";
import { ParamLabel } from "./ParamLabel";
import { useDraftText } from "./useDraftText";
import { placeholderOf, readParam, writeParam } from "./values";

/** Numbers, tuples, shapes, text. What cannot be read stays in the field, with a sentence under it. */
export function TextField({ param, value, onChange, problem }: FieldProps) {
  const scope = useBlockScope();
  const field = useDraftText(writeParam(param.kind, value), (text) => {
    const reading = readParam(param, text);
    if (reading.error !== null) {
      // Inside a block what is no number may follow from its parameters.
      const expression = scope && takesArithmetic(param.kind) ? readExpression(scope, text) : null;
      if (expression?.error !== null) return { error: reading.error };
      onChange(expression.value);
      return { error: null, written: "" };
    }
    onChange(reading.value);
    return { error: null, written: writeParam(param.kind, reading.value) };
  });
  return (
    <TextInput
      size="xs"
      label={<ParamLabel param={param} isSet={value !== undefined} />}
      aria-description={param.help}
      placeholder={placeholderOf(param)}
      value={field.text}
      error={field.error ?? problem}
      onChange={(event) => field.change(event.currentTarget.value)}
      onBlur={field.leave}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      inputMode={param.kind === "int" ? "numeric" : undefined}
      spellCheck={false}
      autoComplete="off"
    />
  );
}
