import { Group, Kbd, Modal, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useDialogs } from "./dialogs";
import { SHORTCUTS } from "./shortcuts";

const GROUPS = [...new Set(SHORTCUTS.map((shortcut) => shortcut.group))].filter(Boolean);

/** The list of keys. */
export function ShortcutsDialog() {
  const shown = useDialogs((dialogs) => dialogs.shown);
  const close = useDialogs((dialogs) => dialogs.close);
  return (
    <Modal
      opened={shown === "shortcuts"}
      onClose={close}
      title="Keyboard and pointer"
      size="xl"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <SimpleGrid cols={2} spacing="xl">
        {GROUPS.map((group) => (
          <Stack key={group} gap={6}>
            <Title order={3} size="h6">
              {group}
            </Title>
            {SHORTCUTS.filter((shortcut) => shortcut.group === group).map((shortcut) => (
              <Group key={shortcut.does} justify="space-between" wrap="nowrap">
                <Text size="sm">{shortcut.does}</Text>
                <Group gap={4} wrap="nowrap">
                  {shortcut.shown.map((keys) => (
                    <Kbd key={keys} size="xs">
                      {keys}
                    </Kbd>
                  ))}
                </Group>
              </Group>
            ))}
          </Stack>
        ))}
      </SimpleGrid>
      <Text size="xs" c="dimmed" mt="md">
        On a Mac, Ctrl is ⌘. Wires: drag from one port to another, or click the one and then the other.
      </Text>
    </Modal>
  );
}
