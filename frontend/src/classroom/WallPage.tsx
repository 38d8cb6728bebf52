import { Anchor, Container, Group, SegmentedControl, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { Link, useParams } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import { PageLoader } from "@/app/PageLoader";
import { plural } from "@/graph/format";
import { Board } from "./Board";
import { useWall } from "./useWall";
import { useWallChange, WallControls, WallNow } from "./WallControls";
import { WallTile } from "./WallTile";
import { arranged, type Order, type Room, type Wall } from "./wall";
import classes from "./wall.module.css";
import { wallQuery } from "./wallQueries";

const ORDERS = [
  { value: "name", label: "Name" },
  { value: "progress", label: "Progress" },
  { value: "result", label: "Result" },
];
const TICK = 15_000;

/** Everyone in a class, live, for its teacher and for the projector. */
export function WallPage() {
  const { id = "" } = useParams();
  return <LiveWall key={id} id={id} />;
}

function LiveWall({ id }: { id: string }) {
  const { wall, line, begin, note } = useWall(id);
  const { data: first, error } = useQuery(wallQuery(id));
  useEffect(() => {
    if (first) begin(first);
  }, [first, begin]);
  const failed = error ?? (line.kind === "ended" && line.reason !== null ? new Error(line.reason) : null);
  if (failed) return <ErrorMessage title="This wall could not be shown" error={failed} />;
  if (!wall.room) return <PageLoader />;
  return <Loaded id={id} wall={wall} room={wall.room} note={note} isAway={line.kind === "reconnecting"} />;
}

type LoadedProps = { id: string; wall: Wall; room: Room; note: (room: Room) => void; isAway: boolean };

function Loaded({ id, wall, room, note, isAway }: LoadedProps) {
  const change = useWallChange(id, note);
  return (
    <Container fluid py="sm" px="md">
      <title>{`Wall of ${room.name} · Layerloom`}</title>
      <Stack gap="sm">
        <Group justify="space-between">
          <Group gap="sm" align="baseline">
            <Title order={1} size="h3">
              {room.name}
            </Title>
            <Anchor component={Link} to={`/classes/${id}`} underline="always" size="sm">
              Members and code
            </Anchor>
            {isAway && (
              <Text size="sm" role="status">
                The line is interrupted; trying again.
              </Text>
            )}
          </Group>
          <WallControls room={room} change={change} />
        </Group>
        <WallNow room={room} change={change} />
        <Tiles id={id} wall={wall} room={room} onShow={(network) => change.mutate({ shown: network })} />
      </Stack>
    </Container>
  );
}

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useInterval(() => setNow(Date.now()), TICK, { autoInvoke: true });
  return now;
}

type TilesProps = { id: string; wall: Wall; room: Room; onShow: (network: string) => void };

function Tiles({ id, wall, room, onShow }: TilesProps) {
  const [order, setOrder] = useState<Order>("name");
  const [search, setSearch] = useState("");
  const [onlyStuck, setOnlyStuck] = useState(false);
  const now = useNow();
  const tiles = useMemo(() => arranged(wall, order, search, onlyStuck), [wall, order, search, onlyStuck]);
  const stuck = [...wall.tiles.values()].filter((tile) => tile.stuck !== null).length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown is said by the tile's own press alone
  const show = useCallback(onShow, [id]);
  return (
    <>
      <Group gap="md">
        <Group gap="xs">
          <Text size="sm" id="order">
            Sort by
          </Text>
          <SegmentedControl
            size="xs"
            aria-labelledby="order"
            data={ORDERS}
            value={order}
            onChange={(value) => setOrder(value as Order)}
          />
        </Group>
        <TextInput
          size="xs"
          aria-label="Search by name"
          placeholder="Search by name"
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Switch
          size="sm"
          label={`Only those who are stuck (${stuck})`}
          checked={onlyStuck}
          onChange={(event) => setOnlyStuck(event.currentTarget.checked)}
        />
        <Text size="sm" c="dimmed">
          {plural(wall.tiles.size, "member")}
        </Text>
      </Group>
      <div className={classes.body}>
        <section className={classes.grid} aria-label="Everyone">
          {tiles.map((tile) => (
            <WallTile
              key={tile.member}
              tile={tile}
              curve={wall.curves.get(tile.member)}
              classId={id}
              isShown={tile.network !== null && tile.network.id === room.shown?.network}
              now={now}
              onShow={show}
            />
          ))}
          {tiles.length === 0 && (
            <Text>
              {wall.tiles.size === 0
                ? "Nobody has joined yet. Whoever does, stands here at once."
                : emptyText(onlyStuck)}
            </Text>
          )}
        </section>
        {room.board !== "off" && (
          <aside className={classes.aside}>
            <Board room={room} />
          </aside>
        )}
      </div>
    </>
  );
}

function emptyText(onlyStuck: boolean): string {
  return onlyStuck ? "Nobody is stuck." : "Nobody has such a name.";
}
