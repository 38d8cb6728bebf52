import { Text, Tooltip } from "@mantine/core";
import { IconCloudCheck, IconCloudOff, IconCloudUp, IconCloudX } from "@tabler/icons-react";
import { type SaveState, useEditor } from "@/graph/store";
import classes from "./Editor.module.css";

const STATES = {
  saved: { icon: IconCloudCheck, text: "Saved", more: "Every change is on the server." },
  saving: { icon: IconCloudUp, text: "Saving", more: "The last change is on its way to the server." },
  offline: {
    icon: IconCloudOff,
    text: "Offline: kept in this browser",
    more: "The server cannot be reached. Changes are sent when it can.",
  },
  conflict: { icon: IconCloudX, text: "Changed elsewhere", more: "Another window saved this network in between." },
  refused: { icon: IconCloudX, text: "Not saved", more: "" },
} as const;

function sentence(save: SaveState): string {
  return save.kind === "refused" ? `${save.message} The change is kept in this browser.` : STATES[save.kind].more;
}

/** Whether the work is safe. */
export function SaveStatus() {
  const save = useEditor((state) => state.save);
  const { icon: Icon, text } = STATES[save.kind];
  const isCalm = save.kind === "saved" || save.kind === "saving";
  return (
    <Tooltip label={sentence(save)}>
      <Text
        component="span"
        role="status"
        size="xs"
        c={isCalm ? "dimmed" : undefined}
        fw={isCalm ? 400 : 600}
        style={{ display: "flex", alignItems: "center", gap: 5, whiteSpace: "nowrap" }}
        data-save={save.kind}
      >
        <Icon size={15} stroke={1.6} aria-hidden />
        <span className={isCalm ? classes.word : undefined}>{text}</span>
      </Text>
    </Tooltip>
  );
}
