/** A student's page follows a class: what its teacher does is here at once, and again after the line was interrupted or its place was locked. */
import { queryClient } from "@/app/session";
import { LiveSocket, type LiveSocketOptions, socketUrl } from "@/app/socket";
import { accountQuery } from "./queries";
import { useRooms } from "./rooms";
import type { Room } from "./wall";

type Frame = { room?: Room };

/** Who was locked out may be let in again while their page stays open. */
const ASK_AGAIN_MS = 30_000;

/** Asks anew in which classes one is, and which of them keep one out. */
function askForAccount(): void {
  void queryClient.invalidateQueries({ queryKey: accountQuery.queryKey }, { cancelRefetch: false });
}

/** Whether one is kept out of a class, as far as is known. */
function isKeptOut(id: string): boolean {
  const account = queryClient.getQueryData(accountQuery.queryKey);
  return account?.classes.some((one) => one.id === id && one.locked) ?? false;
}

/** Begins to follow a class; what it gives back ends that. */
export function follow(id: string, open?: LiveSocketOptions<Frame>["open"]): () => void {
  const { enter, leave } = useRooms.getState();
  const socket = new LiveSocket<Frame>({
    url: () => socketUrl("classes", id, window.location),
    missing: "You are not in this class any more.",
    onFrame: ({ room }) => {
      if (room) enter(id, room);
      if (isKeptOut(id)) askForAccount(); // frames come to those alone who are let in
    },
    onState: (line) => {
      if (line.kind !== "ended") return;
      leave(id);
      askForAccount(); // a class that is listed no more is followed no more
    },
    isOver: () => false,
    askAgainMs: ASK_AGAIN_MS,
    open,
  });
  return () => {
    socket.close();
    leave(id);
  };
}
