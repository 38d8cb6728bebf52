import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPackageExport } from "@tabler/icons-react";
import { ExportDialog } from "./ExportDialog";
import type { RunDetail } from "./types";

/** Opens the formats that a trained network can be taken away in. */
export function ExportButton({ run }: { run: RunDetail }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" leftSection={<IconPackageExport size={16} />} onClick={open}>
        Export
      </Button>
      <ExportDialog run={run} opened={opened} onClose={close} />
    </>
  );
}
