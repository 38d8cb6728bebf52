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

export const useRooms = create<Rooms>((set) => ({
  rooms: {},
  dismissed: null,
  enter: (id, room) => set(({ rooms }) => ({ rooms: { ...rooms, [id]: room } })),
  leave: (id) =>
    set(({ rooms }) => ({ rooms: Object.fromEntries(Object.entries(rooms).filter(([key]) => key !== id)) })),
  dismiss: (dismissed) => set({ dismissed }),
}));
