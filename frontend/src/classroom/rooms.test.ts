import { beforeEach, expect, it } from "vitest";
import { useRooms } from "./rooms";
import type { Room } from "./wall";

function makeRoom(network: string | null): Room {
  const shown = network === null ? null : { network, name: "Iris", author: "Ada" };
  return { name: "7b", eyes_up: false, sentence: "", shown, board: "off", rankings: [] };
}

beforeEach(() => useRooms.setState({ rooms: {}, dismissed: null }));

it("tells of a network that is shown a second time, although its notice was put away", () => {
  const { enter, dismiss } = useRooms.getState();
  enter("7b", makeRoom("iris"));
  dismiss("iris");
  enter("7b", makeRoom("iris"));
  expect(useRooms.getState().dismissed).toBe("iris");
  enter("7b", makeRoom(null));
  expect(useRooms.getState().dismissed).toBeNull();
});

it("keeps a notice away while another class is shown the same network", () => {
  const { enter, dismiss, leave } = useRooms.getState();
  enter("7b", makeRoom("iris"));
  enter("8a", makeRoom("iris"));
  dismiss("iris");
  enter("7b", makeRoom("digits"));
  expect(useRooms.getState().dismissed).toBe("iris");
  leave("8a");
  expect(useRooms.getState().dismissed).toBeNull();
});
