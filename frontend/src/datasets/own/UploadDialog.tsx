import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import type { Dataset } from "../queries";
import { NewData } from "./NewData";

/** Uploads data without leaving the network that is to learn from it. */
export function UploadButton({ onKept }: { onKept: (dataset: Dataset) => void }) {
  const [isOpen, dialog] = useDisclosure(false);
  const [upload, setUpload] = useState<string | null>(null);
  const kept = (dataset: Dataset) => {
    setUpload(null);
    dialog.close();
    onKept(dataset);
  };
  return (
    <>
      <Button variant="subtle" size="compact-xs" leftSection={<IconUpload size={14} />} onClick={dialog.open}>
        Upload data
      </Button>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title="Upload data"
        size={1280}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <NewData upload={upload} onUpload={setUpload} onKept={kept} />
      </Modal>
    </>
  );
}
