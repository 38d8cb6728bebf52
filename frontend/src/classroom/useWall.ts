import { useEffect, useState } from "react";
import { type LineState, LiveSocket, socketUrl } from "@/app/socket";
import { EMPTY_WALL, merge, type Room, type WallFrame } from "./wall";

/** The wall of a class as it happens, from the one socket of its page. */
export function useWall(id: string) {
  const [wall, setWall] = useState(EMPTY_WALL);
  const [line, setLine] = useState<LineState>({ kind: "connecting" });
  useEffect(() => {
    const socket = new LiveSocket<WallFrame>({
      url: () => socketUrl("classes", id, window.location),
      missing: "There is no such class, or you do not teach it any more.",
      onFrame: (frame) => setWall((before) => merge(before, frame)),
      onState: setLine,
      isOver: () => false,
    });
    return () => socket.close();
  }, [id]);
  const [{ begin, note }] = useState(() => ({
    /** Shows what was fetched, unless the socket was quicker. */
    begin: (fetched: WallFrame) =>
      setWall((before) => (before.tiles.size > 0 ? before : merge(before, { ...fetched, whole: true }))),
    note: (room: Room) => setWall((before) => merge(before, { room })),
  }));
  return { wall, line, begin, note };
}
