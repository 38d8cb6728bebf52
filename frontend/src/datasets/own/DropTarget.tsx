import { Text } from "@mantine/core";
import { useCallback } from "react";
import classes from "@/importing/importing.module.css";
import { useFileDrop } from "@/importing/useFileDrop";
import { useUploading } from "./uploading";

/** Sends a file that is dropped anywhere on the page. */
export function DropTarget({ onTaken }: { onTaken: () => void }) {
  const take = useUploading((uploading) => uploading.take);
  const onFile = useCallback(
    (file: File) => {
      take(file);
      onTaken();
    },
    [take, onTaken],
  );
  if (!useFileDrop(onFile)) return null;
  return (
    <div className={classes.over}>
      <Text fw={650} size="xl">
        Drop it to upload it
      </Text>
    </div>
  );
}
