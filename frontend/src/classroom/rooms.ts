/** What a student's pages know of their classes just now, by the id of the class. */
import { create } from "zustand";
import type { Room } from "./wall";

type Rooms = {
  readonly rooms: Readonly<Record<string, Room>>;
  /** The network whose notice was put away. */
  readonly dismissed: string | null;
  enter(id: string, room: Room): void;
  leave(id: string): void;
  dismiss(network: string): void;
};

/** A notice stays put away for as long as its network is shown; shown a second time, it is told again. */
function known(rooms: Rooms["rooms"], dismissed: string | null): Pick<Rooms, "rooms" | "dismissed"> {
  const isShown = Object.values(rooms).some(({ shown }) => shown?.network === dismissed);
  return { rooms, dismissed: isShown ? dismissed : null };
}

export const useRooms = create<Rooms>((set) => ({
  rooms: {},
  dismissed: null,
  enter: (id, room) => set(({ rooms, dismissed }) => known({ ...rooms, [id]: room }, dismissed)),
  leave: (id) =>
    set(({ rooms, dismissed }) =>
      known(Object.fromEntries(Object.entries(rooms).filter(([key]) => key !== id)), dismissed),
    ),
  dismiss: (dismissed) => set({ dismissed }),
}));
