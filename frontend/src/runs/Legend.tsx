import { Group, Text } from "@mantine/core";
import { type Ref, useImperativeHandle, useRef } from "react";
import type { Value } from "./columns";
import { numberText } from "./numbers";
import type { Line } from "./plotOptions";
import classes from "./runs.module.css";

export interface LegendHandle {
  /** Writes a place and its values, or clears them; straight to the page, since it follows the pointer. */
  show: (place: string | null, values: readonly Value[]) => void;
}

/** Names the lines of a plot and reads out the values under the pointer. */
export function Legend({ lines, ref }: { lines: readonly Line[]; ref?: Ref<LegendHandle> }) {
  const box = useRef<HTMLDivElement>(null);
  useImperativeHandle(
    ref,
    () => ({
      show(place, values) {
        const fields = box.current?.querySelectorAll<HTMLElement>("[data-readout]") ?? [];
        fields.forEach((field, at) => {
          field.textContent = at < lines.length ? valueText(place, values[at]) : (place ?? "");
        });
      },
    }),
    [lines.length],
  );
  return (
    <Group ref={box} gap="xs" mt={6} wrap="wrap">
      {lines.map((line) => (
        <Group key={line.label} gap={6} wrap="nowrap">
          <Swatch line={line} />
          <Text size="xs">{line.label}</Text>
          <span data-readout className={classes.readout} aria-hidden />
        </Group>
      ))}
      <span data-readout className={classes.place} aria-hidden />
    </Group>
  );
}

function valueText(place: string | null, value: Value): string {
  return place === null || value === undefined ? "" : numberText(value);
}

/** A short piece of a line, as it is drawn. */
export function Swatch({ line }: { line: Pick<Line, "color" | "dash" | "width"> }) {
  return (
    <svg width={20} height={8} aria-hidden="true">
      <line
        x1={0}
        x2={20}
        y1={4}
        y2={4}
        stroke={line.color}
        strokeWidth={line.width}
        strokeDasharray={line.dash.join(" ")}
      />
    </svg>
  );
}
