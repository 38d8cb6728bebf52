import { Stack, Text, Title } from "@mantine/core";
import { useEffect, useRef } from "react";
import { queryClient } from "@/app/session";
import { LiveSocket, socketUrl } from "@/app/socket";
import { type Account, accountQuery } from "./queries";
import { useRooms } from "./rooms";
import type { Room } from "./wall";
import classes from "./wall.module.css";

/** Who was locked out may be let in again while their page stays open. */
const ASK_AGAIN_MS = 30_000;

/** Follows a class: what its teacher does is here at once, and again after the line was interrupted or its place was locked. */
function Follow({ id }: { id: string }) {
  useEffect(() => {
    const { enter, leave } = useRooms.getState();
    const socket = new LiveSocket<{ room?: Room }>({
      url: () => socketUrl("classes", id, window.location),
      missing: "You are not in this class any more.",
      onFrame: ({ room }) => room && enter(id, room),
      onState: (line) => {
        if (line.kind !== "ended") return;
        leave(id);
        void queryClient.invalidateQueries({ queryKey: accountQuery.queryKey }); // a class that is listed no more is followed no more
      },
      isOver: () => false,
      askAgainMs: ASK_AGAIN_MS,
    });
    return () => {
      socket.close();
      leave(id);
    };
  }, [id]);
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
