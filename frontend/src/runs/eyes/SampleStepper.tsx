import { ActionIcon, Group, NumberInput, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";

interface SampleStepperProps {
  label: string;
  index: number;
  /** Samples that there are; unknown before the first answer. */
  of: number | undefined;
  onChange: (index: number) => void;
}

/** A sample by its index, typed or stepped to. */
export function SampleStepper({ label, index, of, onChange }: SampleStepperProps) {
  const last = of === undefined ? undefined : Math.max(0, of - 1);
  return (
    <Group gap={6} wrap="nowrap">
      <ActionIcon aria-label="The sample before" disabled={index <= 0} onClick={() => onChange(index - 1)}>
        <IconChevronLeft size={18} stroke={1.6} />
      </ActionIcon>
      <NumberInput
        aria-label={label}
        size="xs"
        w={90}
        hideControls
        min={0}
        max={last}
        clampBehavior="strict"
        allowDecimal={false}
        allowNegative={false}
        value={index}
        onChange={(value) => typeof value === "number" && onChange(value)}
      />
      <ActionIcon aria-label="The next sample" disabled={index === last} onClick={() => onChange(index + 1)}>
        <IconChevronRight size={18} stroke={1.6} />
      </ActionIcon>
      {last !== undefined && (
        <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
          0 to {last.toLocaleString("en")}
        </Text>
      )}
    </Group>
  );
}
