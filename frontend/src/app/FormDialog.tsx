import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { sentenceOf } from "@/api/client";

interface FormDialogProps {
  title: string;
  /** What the button says that sends the form. */
  action: string;
  /** Whether what is filled in can be sent. */
  canSend: boolean;
  /** A mutation that takes nothing: what is filled in is the caller's. */
  sending: { mutate: () => void; isPending: boolean; error: Error | null };
  onClose: () => void;
  children: ReactNode;
}

/** A form in a dialog, with what the server said against it. */
export function FormDialog({ title, action, canSend, sending, onClose, children }: FormDialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canSend) sending.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {children}
          {sending.error && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {sentenceOf(sending.error)}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={sending.isPending} disabled={!canSend}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
