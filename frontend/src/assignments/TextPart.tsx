import { ActionIcon, Button, Code, FileButton, Group, Tabs, Text, Textarea } from "@mantine/core";
import { IconPhotoPlus, IconX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { tell } from "@/app/tell";
import { Markdown } from "@/guide/Markdown";
import classes from "./assignments.module.css";
import { addPicture, deletePicture, pictureOf } from "./queries";
import type { Assignment, PartProps } from "./types";

/** The text, as it is written and as it is read; pictures are put where the cursor stands. */
export function TextPart({ draft, change, assignment }: PartProps & { assignment: Assignment }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [pictures, setPictures] = useState<readonly string[]>(assignment.pictures);
  const text = draft.text ?? "";
  const add = useMutation({
    mutationFn: (file: File) => addPicture(assignment.id, file),
    onSuccess: (name) => {
      setPictures((known) => [...known.filter((one) => one !== name), name]);
      const at = area.current?.selectionStart ?? text.length;
      change({ text: `${text.slice(0, at)}![What it shows](${name})${text.slice(at)}` });
    },
    onError: tell("The picture was not taken"),
  });
  const takeAway = useMutation({
    mutationFn: (name: string) => deletePicture(assignment.id, name),
    onSuccess: (_, name) => setPictures((known) => known.filter((one) => one !== name)),
    onError: tell("The picture was not taken away"),
  });
  return (
    <Tabs defaultValue="write">
      <Group justify="space-between" mb="xs">
        <Tabs.List>
          <Tabs.Tab value="write">Write</Tabs.Tab>
          <Tabs.Tab value="read">Preview</Tabs.Tab>
        </Tabs.List>
        <FileButton accept="image/png,image/jpeg,image/gif,image/webp" onChange={(file) => file && add.mutate(file)}>
          {(props) => (
            <Button {...props} size="compact-sm" leftSection={<IconPhotoPlus size={15} />} loading={add.isPending}>
              Add a picture
            </Button>
          )}
        </FileButton>
      </Group>
      <Tabs.Panel value="write">
        <Textarea
          ref={area}
          aria-label="Text in Markdown"
          description="Markdown: # for a heading, ** around what is bold, - before items of a list."
          autosize
          minRows={10}
          maxRows={30}
          maxLength={50_000}
          classNames={{ input: classes.source }}
          value={text}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
      </Tabs.Panel>
      <Tabs.Panel value="read">
        {text.trim() ? (
          <Markdown text={text} picture={pictureOf(assignment.id, pictures)} />
        ) : (
          <Text size="sm" c="dimmed">
            There is no text yet.
          </Text>
        )}
      </Tabs.Panel>
      <Pictures names={pictures} text={text} onTakeAway={takeAway.mutate} />
    </Tabs>
  );
}

type PicturesProps = { names: readonly string[]; text: string; onTakeAway: (name: string) => void };

/** The pictures that came so far, with those that the text does not name. */
function Pictures({ names, text, onTakeAway }: PicturesProps) {
  if (names.length === 0) return null;
  return (
    <ul className={classes.pictures} aria-label="Pictures">
      {names.map((name) => (
        <li key={name}>
          <Code>{name}</Code>
          {!text.includes(`(${name})`) && (
            <Text size="xs" c="dimmed" span>
              not in the text
            </Text>
          )}
          <ActionIcon size="sm" aria-label={`Take ${name} away`} onClick={() => onTakeAway(name)}>
            <IconX size={14} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}
