import { useEffect, useState } from "react";
import { queryClient } from "@/app/session";
import { type LineState, LiveSocket, socketUrl } from "@/app/socket";
import { noteSweep } from "./queries";
import { isDone } from "./sweepStates";
import { withNews } from "./trials";
import type { Sweep } from "./types";

/** Follows a sweep by its socket as long as something can come of it. Gives how the line stands. */
export function useLiveSweep(sweep: Sweep): LineState {
  const [line, setLine] = useState<LineState>({ kind: "connecting" });
  const { id } = sweep;
  const isFollowed = !isDone(sweep);
  useEffect(() => {
    if (!isFollowed) {
      setLine({ kind: "ended", reason: null });
      return;
    }
    let known: Sweep | null = null;
    const socket = new LiveSocket<Sweep>({
      url: () => socketUrl("sweeps", id, window.location),
      missing: "This sweep does not exist any more, or it is not shared with you any more.",
      onFrame: (news) => {
        known = withNews(known, news);
        noteSweep(known); // the whole of it each time: what is fetched meanwhile may be older
      },
      onState: setLine,
      isOver: () => false,
    });
    const hurry = () => socket.hurry();
    window.addEventListener("online", hurry);
    return () => {
      window.removeEventListener("online", hurry);
      socket.close();
      void queryClient.invalidateQueries({ queryKey: ["networks"] });
    };
  }, [id, isFollowed]);
  return line;
}
