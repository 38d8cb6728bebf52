import { ActionIcon, Group, ScrollArea, Title } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { useEditor } from "@/graph/store";
import { useDialogs } from "./dialogs";
import panel from "./Editor.module.css";

/** Where the guide lies in the place of the settings; the same width stands in Editor.module.css. */
const SHARED = "(max-width: 1359px)";

/** In a window without place for both, choosing a layer shows its settings instead of the guide. */
function useGivingWay(givesWay: boolean): void {
  useEffect(() => {
    if (!givesWay) return;
    return useEditor.subscribe((now, before) => {
      const isChosen = now.selection !== before.selection && now.selection.size > 0;
      if (isChosen && matchMedia(SHARED).matches) useDialogs.getState().showGuide(false);
    });
  }, [givesWay]);
}

type Props = {
  readonly label: string;
  readonly title: string;
  /** Whether it makes room for the settings of a layer that is chosen. */
  readonly givesWay?: boolean;
  readonly children: ReactNode;
};

/** The panel beside the settings that says what is to be done, or what was said of it. */
export function Guide({ label, title, givesWay = false, children }: Props) {
  useGivingWay(givesWay);
  return (
    <aside className={`${panel.panel} ${panel.guide}`} aria-label={label}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" px="md" pt="sm" pb={6} gap="xs">
        <Title order={2} size="h5" style={{ overflowWrap: "anywhere" }}>
          {title}
        </Title>
        <ActionIcon
          size="sm"
          aria-label={`Hide the ${label.toLowerCase()}`}
          onClick={() => useDialogs.getState().showGuide(false)}
        >
          <IconX size={15} />
        </ActionIcon>
      </Group>
      <ScrollArea flex={1} type="auto" scrollbars="y" scrollbarSize={8} px="md" pb="md">
        {children}
      </ScrollArea>
    </aside>
  );
}
