import { Text } from "@mantine/core";
import { type DragEvent, type ReactNode, useState } from "react";
import { holdsFiles } from "@/app/strayFiles";
import classes from "./runs.module.css";

interface PictureDropProps {
  onFile: (file: File) => void;
  children: ReactNode;
}

/** A place that takes a picture that is dropped on it. */
export function PictureDrop({ onFile, children }: PictureDropProps) {
  const [isOver, setIsOver] = useState(false);
  const over = (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    setIsOver(true);
  };
  const leave = (event: DragEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsOver(false);
  };
  const drop = (event: DragEvent) => {
    setIsOver(false);
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a picture can be chosen with the button in it, too
    <div
      className={classes.dropZone}
      data-over={isOver || undefined}
      onDragEnter={over}
      onDragOver={over}
      onDragLeave={leave}
      onDrop={drop}
    >
      {children}
      <Text size="sm" c="dimmed">
        {isOver ? "Drop it, and the network sees it." : "Or drop a picture here."}
      </Text>
    </div>
  );
}
