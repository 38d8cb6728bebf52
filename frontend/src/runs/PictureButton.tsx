import { Button, FileButton, Text } from "@mantine/core";
import { IconPhotoUp } from "@tabler/icons-react";
import { useState } from "react";
import { middleOf, pictureValues } from "./pictureValues";

interface PictureButtonProps {
  width: number;
  height: number;
  channels: number;
  onPick: (values: unknown[][]) => void;
}

/** Takes a picture of one's own, cut and made as small as the network reads it. It never leaves the browser as a file. */
export function PictureButton({ width, height, channels, onPick }: PictureButtonProps) {
  const [fault, setFault] = useState<string | null>(null);
  const take = (file: File | null) => {
    if (!file) return;
    valuesOf(file, width, height, channels).then(
      (values) => {
        setFault(null);
        onPick(values);
      },
      () => setFault(`${file.name} is no picture that this browser can read. Choose a PNG, JPEG or WebP file.`),
    );
  };
  return (
    <>
      <FileButton onChange={take} accept="image/*">
        {(props) => (
          <Button {...props} leftSection={<IconPhotoUp size={16} />}>
            Use a picture
          </Button>
        )}
      </FileButton>
      {fault && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {fault}
        </Text>
      )}
    </>
  );
}

async function valuesOf(file: File, width: number, height: number, channels: number): Promise<unknown[][]> {
  const picture = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("This browser draws no pictures.");
  const part = middleOf(picture, width, height);
  pen.imageSmoothingQuality = "high";
  pen.fillStyle = "#fff"; // what shines through a transparent picture
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, part.x, part.y, part.width, part.height, 0, 0, width, height);
  return pictureValues(pen.getImageData(0, 0, width, height).data, width, height, channels);
}
