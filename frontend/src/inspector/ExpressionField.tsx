import { CloseButton, TextInput } from "@mantine/core";
import { IconMathFunction } from "@tabler/icons-react";
import { isExpression } from "@/graph/expression";
import { readExpression, useBlockScope } from "./blockScope";
import type { FieldProps } from "./field";
import { ParamLabel } from "./ParamLabel";
import { useDraftText } from "./useDraftText";

/** A value that follows from the block's parameters, such as 4 * filters. */
export function ExpressionField({ param, value, onChange, problem }: FieldProps) {
  const scope = useBlockScope();
  const text = isExpression(value) ? value.$expr : "";
  const field = useDraftText(text, (typed) => {
    if (typed.trim() === "") return { error: `${param.name} needs an expression.` };
    const reading = scope ? readExpression(scope, typed) : { error: "Expressions stand inside blocks only." };
    if (reading.error !== null) return { error: reading.error };
    onChange(reading.value);
    return { error: null, written: typed.trim() };
  });
  return (
    <TextInput
      size="xs"
      label={<ParamLabel param={param} isSet />}
      aria-description={`${param.help ?? ""} An expression over the parameters of the block.`}
      leftSection={<IconMathFunction size={14} aria-label="Expression" role="img" />}
      rightSection={<CloseButton size="xs" aria-label={`Unbind ${param.name}`} onClick={() => onChange(undefined)} />}
      value={field.text}
      error={field.error ?? problem}
      onChange={(event) => field.change(event.currentTarget.value)}
      onBlur={field.leave}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      spellCheck={false}
      autoComplete="off"
    />
  );
}
