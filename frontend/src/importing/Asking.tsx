import { Button, Divider, FileButton, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import classes from "./importing.module.css";

interface AskingProps {
  text: string;
  onText: (text: string) => void;
  onFile: (file: File) => void;
  onRead: () => void;
}

/** Asks for a file or a text. */
export function Asking({ text, onText, onFile, onRead }: AskingProps) {
  const hasText = text.trim() !== "";
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && hasText) onRead();
  };
  return (
    <Stack gap="md">
      <div className={classes.zone}>
        <IconFileImport size={30} stroke={1.4} aria-hidden />
        <div>
          <Text fw={600}>Drop a file here</Text>
          <Text size="sm" c="dimmed">
            Keras (.keras, .h5, JSON, YAML of any version), Python programs and notebooks, ONNX, Caffe prototxt,
            Layerloom’s own drawings and runs.
          </Text>
        </div>
        <FileButton onChange={(file) => file && onFile(file)}>
          {(props) => <Button {...props}>Choose a file</Button>}
        </FileButton>
      </div>
      <Divider label="or paste" />
      <Textarea
        label="Program, JSON or YAML"
        placeholder={"model = Sequential()\nmodel.add(Dense(64, activation='relu', input_dim=20))"}
        className={classes.text}
        autosize
        minRows={7}
        maxRows={14}
        spellCheck={false}
        data-autofocus
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          Nothing of it is run: it is only read.
        </Text>
        <Button variant="filled" onClick={onRead} disabled={!hasText}>
          Read
        </Button>
      </Group>
    </Stack>
  );
}
