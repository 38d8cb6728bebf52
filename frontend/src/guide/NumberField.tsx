import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useState } from "react";

type Props = Omit<NumberInputProps, "value" | "onChange"> & { value: number; onChange: (value: number) => void };

/** A number to type. While it is none yet, as a lone minus, the number before stands. */
export function NumberField({ value, onChange, ...props }: Props) {
  const [unfinished, setUnfinished] = useState<string | null>(null);
  return (
    <NumberInput
      size="xs"
      min={-1000}
      max={1000}
      {...props}
      value={unfinished ?? value}
      onChange={(typed) => {
        setUnfinished(typeof typed === "number" ? null : typed);
        if (typeof typed === "number") onChange(typed);
      }}
      onBlur={() => setUnfinished(null)}
    />
  );
}
