import { Button, Group, Loader, NumberInput, Popover } from "@mantine/core";
import { type FormEvent, useState } from "react";

interface NumberPopoverProps {
  /** The button that opens it. */
  label: string;
  icon: React.ReactNode;
  /** What the number is, and what is done with it. */
  title: string;
  action: string;
  first: number;
  limits: { min: number; max: number; whole: boolean };
  onNumber: (value: number) => void;
  /** Whether what was asked last is still on its way. */
  busy: boolean;
}

/** A button that asks for one number before it acts. It is never switched off, so that it keeps the keyboard whatever the run does. */
export function NumberPopover({ label, icon, title, action, first, limits, onNumber, busy }: NumberPopoverProps) {
  const [opened, setOpened] = useState(false);
  const [value, setValue] = useState<number | string>(first);
  const number = Number(value);
  const isGood = value !== "" && number >= limits.min && number <= limits.max;
  const toggle = () => {
    setValue(first);
    setOpened(!opened);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!isGood || !opened) return; // a form that is closing has been sent
    setOpened(false);
    onNumber(number);
  };
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus position="bottom-end" shadow="md">
      <Popover.Target>
        <Button
          leftSection={busy ? <Loader size={16} color="gray" /> : icon}
          onClick={toggle}
          aria-busy={busy || undefined}
          variant="default"
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={send}>
          <Group gap="xs" align="flex-end" wrap="nowrap">
            <NumberInput
              label={title}
              value={value}
              onChange={setValue}
              min={limits.min}
              max={limits.max}
              allowDecimal={!limits.whole}
              decimalScale={limits.whole ? 0 : 12}
              clampBehavior="none"
              hideControls={!limits.whole}
              error={!isGood && `From ${limits.min} to ${limits.max}`}
              w={170}
              data-autofocus
            />
            <Button type="submit" disabled={!isGood}>
              {action}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
