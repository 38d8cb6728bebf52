import { Button, FileButton } from "@mantine/core";
import { IconPhotoUp } from "@tabler/icons-react";

/** Asks for a picture's file. */
export function PictureButton({ onFile }: { onFile: (file: File) => void }) {
  return (
    <FileButton onChange={(file) => file && onFile(file)} accept="image/*">
      {(props) => (
        <Button {...props} leftSection={<IconPhotoUp size={16} />}>
          Use a picture
        </Button>
      )}
    </FileButton>
  );
}
