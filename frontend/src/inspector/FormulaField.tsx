import { Collapse, Text, Textarea, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { LETTERS } from "@/graph/ports";
import { useEditor } from "@/graph/store";
import type { FieldProps } from "./field";
import classes from "./Inspector.module.css";
import { ParamLabel } from "./ParamLabel";

const OPEN = "It takes ";

/** What the catalogue says may stand in a formula. */
function useAllowed(): string {
  const spec = useEditor((state) => Object.values(state.catalog.layers).find((layer) => layer.kind === "formula"));
  const text = spec?.description ?? "";
  return text.slice(Math.max(0, text.indexOf(OPEN)));
}

/** An expression over the inputs x, y, z … of a formula. */
export function FormulaField({ param, value, onChange, problem }: FieldProps) {
  const [isOpen, setOpen] = useState(false);
  const allowed = useAllowed();
  return (
    <div>
      <Textarea
        size="xs"
        autosize
        minRows={2}
        label={<ParamLabel param={param} isSet={value !== undefined} />}
        aria-description={param.help}
        value={typeof value === "string" ? value : ""}
        error={problem}
        onChange={(event) => onChange(event.currentTarget.value.replaceAll("\n", " "))}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        spellCheck={false}
        autoComplete="off"
      />
      <Text size="xs" c="dimmed" mt={4}>
        The wires are {LETTERS.join(", ")}, in order.
      </Text>
      <UnstyledButton className={classes.more} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} mt={2}>
        <IconChevronRight size={14} aria-hidden />
        What may be used
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <Text size="xs" className={classes.figure}>
          {allowed}
        </Text>
      </Collapse>
    </div>
  );
}
