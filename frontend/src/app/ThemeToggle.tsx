import { ActionIcon, Tooltip, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";

const NEXT = { light: "dark", dark: "auto", auto: "light" } as const;
const LOOK = {
  light: { icon: IconSun, label: "Light theme" },
  dark: { icon: IconMoon, label: "Dark theme" },
  auto: { icon: IconDeviceDesktop, label: "The system's theme" },
} as const;

/** Light, dark, or as the system has it. */
export function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { icon: Icon, label } = LOOK[colorScheme];
  return (
    <Tooltip label={`${label}. Press for ${LOOK[NEXT[colorScheme]].label.toLowerCase()}.`}>
      <ActionIcon size="lg" aria-label={label} onClick={() => setColorScheme(NEXT[colorScheme])}>
        <Icon size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
