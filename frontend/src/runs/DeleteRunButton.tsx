import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconTrash } from "@tabler/icons-react";
import { useNavigate } from "react-router";
import { DeleteDialog } from "@/app/AskDialogs";
import { deleteRun } from "./queries";
import type { RunDetail } from "./types";

/** Asks whether a run that is over may go, and deletes it. */
export function DeleteRunButton({ run }: { run: RunDetail }) {
  const navigate = useNavigate();
  const [isAsking, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={16} />} onClick={open}>
        Delete
      </Button>
      {isAsking && (
        <DeleteDialog
          name={run.name}
          remove={() => deleteRun(run)}
          onDeleted={() => navigate(`/networks/${run.network}`, { replace: true })}
          onClose={close}
        >
          <Text size="sm">
            The run will be gone for good, with its curves, its notes and the model that it trained. The network stays.
          </Text>
        </DeleteDialog>
      )}
    </>
  );
}
