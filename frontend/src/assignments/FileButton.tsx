import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";

/** Takes an assignment away as one file, for another class or another server. */
export function FileButton({ assignment }: { assignment: string }) {
  return (
    <Button
      component="a"
      href={`/api/assignments/${assignment}/file`}
      download
      leftSection={<IconDownload size={16} />}
    >
      Download as a file
    </Button>
  );
}
