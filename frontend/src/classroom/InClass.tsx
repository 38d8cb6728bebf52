import { Stack, Text, Title } from "@mantine/core";
import { useEffect, useRef } from "react";
import { follow } from "./follow";
import type { Account } from "./queries";
import { useRooms } from "./rooms";
import classes from "./wall.module.css";

function Follow({ id }: { id: string }) {
  useEffect(() => follow(id), [id]);
  return null;
}

const KEYS = ["keydown", "keyup", "keypress"] as const;
const EDITS = ["copy", "cut", "paste", "drop", "dragover"] as const;

/** Keeps keys and the clipboard from what lies under the cover. */
function keepAway(event: Event): void {
  event.stopImmediatePropagation();
}

function refuse(event: Event): void {
  event.stopImmediatePropagation();
  event.preventDefault();
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.key === "Escape") refuse(event);
  else keepAway(event);
}

/** A calm screen over everything, until the teacher takes it away. What lies under it stays as it is. */
function Cover({ sentence }: { sentence: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const cover = dialog.current;
    const open = () => cover?.isConnected && !cover.open && cover.showModal();
    open();
    cover?.addEventListener("close", open);
    window.addEventListener("keydown", onKeyDown, true);
    for (const kind of KEYS.slice(1)) window.addEventListener(kind, keepAway, true);
    for (const kind of EDITS) window.addEventListener(kind, refuse, true);
    return () => {
      cover?.removeEventListener("close", open);
      window.removeEventListener("keydown", onKeyDown, true);
      for (const kind of KEYS.slice(1)) window.removeEventListener(kind, keepAway, true);
      for (const kind of EDITS) window.removeEventListener(kind, refuse, true);
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} className={classes.cover} aria-labelledby="eyes-up">
      <Stack gap="md" align="center" className={classes.said}>
        <Title order={1} id="eyes-up">
          Eyes up
        </Title>
        {sentence && <Text size="xl">{sentence}</Text>}
        <Text c="dimmed">What you made is kept, and trainings go on. Your teacher uncovers this screen.</Text>
      </Stack>
    </dialog>
  );
}

/** What a student's every page does for their classes: it follows them, and is covered. */
export function InClass({ account }: { account: Account | undefined }) {
  const rooms = useRooms((state) => state.rooms);
  if (!account || account.teaches) return null;
  const all = account.classes.flatMap(({ id }) => rooms[id] ?? []);
  const covering = all.find((room) => room.eyes_up);
  return (
    <>
      {account.classes.map(({ id }) => (
        <Follow key={id} id={id} />
      ))}
      {covering && <Cover sentence={covering.sentence} />}
    </>
  );
}
