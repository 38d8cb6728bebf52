import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { useBlocker } from "react-router";

/** Keeps what was not saved from being lost with the page. */
function useUnsaved(isUnsaved: boolean) {
  useEffect(() => {
    if (!isUnsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isUnsaved]);
  return useBlocker(isUnsaved);
}

/** Asks before what was not saved is lost. */
export function LeaveDialog({ isUnsaved }: { isUnsaved: boolean }) {
  const blocker = useUnsaved(isUnsaved);
  if (blocker.state !== "blocked") return null;
  return (
    <Modal opened onClose={blocker.reset} title="Leave without saving?" closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="md">
        <Text size="sm">What you changed since you last saved would be lost.</Text>
        <Group justify="flex-end" gap="xs">
          <Button data-autofocus onClick={blocker.reset}>
            Stay
          </Button>
          <Button variant="filled" color="red.9" onClick={blocker.proceed}>
            Leave
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
