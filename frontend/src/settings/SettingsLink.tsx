import { ActionIcon, Tooltip } from "@mantine/core";
import { IconSettings } from "@tabler/icons-react";
import { Link } from "react-router";

/** The way to the settings, in the top bar. */
export function SettingsLink() {
  return (
    <Tooltip label="Settings">
      <ActionIcon component={Link} to="/settings" size="lg" aria-label="Settings">
        <IconSettings size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
