import { ActionIcon, Group, ScrollArea, Text, Title, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { MouseEvent, ReactNode } from "react";
import classes from "./guide.module.css";

interface GuideFrameProps {
  /** What it is called: Lesson, Assignment, Hand-in. */
  kind: string;
  title: string;
  onHide: () => void;
  /** What can be done with it as a whole. */
  menu?: ReactNode;
  /** Stands under the title. */
  about?: ReactNode;
  footer?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** Leads the keyboard, by which the guide was hidden, to the button that shows it again. */
function goToTheWayBack(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-shows-guide]")?.focus());
}

/** What stands beside a page and says what is to be done there, or what was said of it. */
export function GuideFrame({ kind, title, onHide, menu, about, footer, className = "", children }: GuideFrameProps) {
  const hide = `Hide the ${kind.toLowerCase()}`;
  const onClick = (event: MouseEvent) => {
    onHide();
    if (event.detail === 0) goToTheWayBack();
  };
  return (
    <section className={`${classes.panel} ${className}`} aria-label={kind}>
      <div className={classes.head}>
        <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start">
          <div className={classes.titles}>
            <Text size="xs" c="dimmed">
              {kind}
            </Text>
            <Title order={2} size="h5">
              {title}
            </Title>
          </div>
          <Group gap={0} wrap="nowrap">
            {menu}
            <Tooltip label={hide}>
              <ActionIcon aria-label={hide} onClick={onClick}>
                <IconX size={16} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Group>
        {about}
      </div>
      <ScrollArea className={classes.body} type="auto" scrollbars="y" scrollbarSize={8}>
        <div className={classes.inside}>{children}</div>
      </ScrollArea>
      {footer && <div className={classes.foot}>{footer}</div>}
    </section>
  );
}
