import { ActionIcon, Button, Group, Paper, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Link, useLocation } from "react-router";
import type { Account } from "./queries";
import { useRooms } from "./rooms";
import type { Room } from "./wall";
import classes from "./wall.module.css";

/** Says what the teacher shows just now; pressed, it opens. One's own work stays where it is. */
function ShownNotice({ room }: { room: Room }) {
  const { pathname } = useLocation();
  const dismissed = useRooms((state) => state.dismissed);
  const { shown } = room;
  if (!shown || dismissed === shown.network || pathname === `/networks/${shown.network}`) return null;
  return (
    <Paper withBorder shadow="md" className={classes.notice} role="status">
      <Group gap="xs" justify="flex-end">
        <Text size="sm" flex="1 1 220px" lineClamp={3}>
          Your teacher shows <b>{shown.name}</b>
          {shown.author === "your teacher" ? "" : ` by ${shown.author}`} to the class.
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Button size="xs" variant="filled" component={Link} to={`/networks/${shown.network}`}>
            Look at it
          </Button>
          <ActionIcon aria-label="Put the notice away" onClick={() => useRooms.getState().dismiss(shown.network)}>
            <IconX size={16} />
          </ActionIcon>
        </Group>
      </Group>
    </Paper>
  );
}

/** The networks that a student's classes are shown, over the top of every page and under what else is said there. */
export function ShownNotices({ account }: { account: Account | undefined }) {
  const rooms = useRooms((state) => state.rooms);
  if (!account || account.teaches) return null;
  return (
    <div className={classes.notices}>
      {account.classes.map(({ id }) => {
        const room = rooms[id];
        return room?.shown && <ShownNotice key={room.shown.network} room={room} />;
      })}
    </div>
  );
}
