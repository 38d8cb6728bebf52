import { Text, UnstyledButton } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Palette.module.css";

type Props = { name: string; count: number; startsOpen?: boolean; children: ReactNode };

/** A group of the palette that folds. Which are open is remembered. */
export function Family({ name, count, startsOpen = false, children }: Props) {
  const [toggled, setToggled] = useLocalStorage<Record<string, boolean>>({
    key: "layerloom:folds",
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const isOpen = toggled[name] ?? startsOpen;
  return (
    <section>
      <UnstyledButton
        className={classes.family}
        aria-expanded={isOpen}
        onClick={() => setToggled({ ...toggled, [name]: !isOpen })}
        data-item
      >
        <IconChevronRight size={14} className={classes.chevron} aria-hidden />
        {name}
        <Text span size="xs" c="dimmed" ml="auto">
          {count}
        </Text>
      </UnstyledButton>
      {isOpen && (
        <ul className={classes.list} aria-label={name}>
          {children}
        </ul>
      )}
    </section>
  );
}
