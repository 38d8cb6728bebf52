import { ActionIcon, Group, Menu, Paper, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconChartLine, IconDots, IconPresentation, IconSchema } from "@tabler/icons-react";
import { memo } from "react";
import { Link } from "react-router";
import { Thumbnail } from "@/home/Thumbnail";
import { numberText } from "@/runs/numbers";
import { STATES } from "@/runs/states";
import { MiniCurve } from "./MiniCurve";
import { type Curve, stuckText, type Tile } from "./wall";
import classes from "./wall.module.css";

type Props = {
  readonly tile: Tile;
  readonly curve: Curve | undefined;
  readonly classId: string;
  readonly isShown: boolean;
  /** The time, to the half minute. */
  readonly now: number;
  readonly onShow: (network: string) => void;
};

function stateText({ run, network }: Tile, curve: Curve | undefined): string {
  if (!run) return network ? "Drawing" : "Nothing yet";
  const label = STATES[run.state].label;
  if (run.state !== "running" && run.state !== "pausing") return label;
  return `${label} ${Math.max(run.epoch, curve?.epochs.at(-1)?.[0] ?? 0)} / ${run.epochs}`;
}

function More({ tile, classId, isShown, onShow }: Props) {
  const { network, run, nickname } = tile;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" aria-label={`More about ${nickname}`} disabled={!network && !run}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {network && (
          <Menu.Item leftSection={<IconPresentation size={16} />} disabled={isShown} onClick={() => onShow(network.id)}>
            Show this network to all
          </Menu.Item>
        )}
        {network && (
          <Menu.Item
            leftSection={<IconSchema size={16} />}
            component={Link}
            to={`/networks/${network.id}`}
            state={{ wall: classId }}
          >
            Look at the network
          </Menu.Item>
        )}
        {run && (
          <Menu.Item
            leftSection={<IconChartLine size={16} />}
            component={Link}
            to={`/runs/${run.id}`}
            state={{ wall: classId }}
          >
            Look at {run.name}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Network({ tile: { network, nickname }, classId }: Props) {
  if (!network) return <div className={classes.empty}>No network</div>;
  return (
    <Link
      to={`/networks/${network.id}`}
      state={{ wall: classId }}
      className={classes.network}
      aria-label={`${nickname}’s network ${network.name}`}
    >
      <Thumbnail nodes={network.thumbnail} wires={network.wires} />
    </Link>
  );
}

function Curves({ tile: { run, nickname }, curve, classId }: Props) {
  if (!run) return <div className={classes.empty}>No run</div>;
  const known = curve ?? { run: run.id, metric: null, points: [], epochs: [] };
  const isDrawn = known.points.length + known.epochs.length > 0;
  return (
    <Link
      to={`/runs/${run.id}`}
      state={{ wall: classId }}
      className={classes.curves}
      aria-label={`${nickname}’s ${run.name}`}
    >
      {!isDrawn && <div className={classes.empty}>No curve yet</div>}
      {isDrawn && <MiniCurve curve={known} epochs={run.epochs} what="loss" />}
      {isDrawn && known.metric !== null && <MiniCurve curve={known} epochs={run.epochs} what="metric" />}
    </Link>
  );
}

function Foot({ tile: { best, stuck, network }, now }: Props) {
  if (stuck) {
    return (
      <Group gap={6} wrap="nowrap" className={classes.stuck}>
        <IconAlertTriangle size={16} className={classes.sign} />
        <Text size="xs" truncate title={stuck.message}>
          <b>Stuck {stuckText(stuck.since, now)}</b> {stuck.message}
        </Text>
      </Group>
    );
  }
  return (
    <Text size="xs" truncate>
      {best ? (
        <>
          <b>{numberText(best.value)}</b> {best.metric}
          <Text span inherit c="dimmed">
            {" "}
            {best.dataset}
          </Text>
        </>
      ) : (
        <Text span inherit c="dimmed">
          {network ? network.name : "No result yet"}
        </Text>
      )}
    </Text>
  );
}

/** A member of the class on the wall: name and state, the network small, the newest run's curves, the best result. */
export const WallTile = memo(function WallTile(props: Props) {
  const { tile, curve, isShown } = props;
  return (
    <Paper
      withBorder
      component="article"
      className={classes.tile}
      aria-label={tile.nickname}
      data-stuck={tile.stuck !== null || undefined}
      data-shown={isShown || undefined}
    >
      <Group gap={6} wrap="nowrap">
        <Title order={2} size="sm" className={classes.name} title={tile.nickname}>
          {tile.nickname}
        </Title>
        <Text size="xs" c="dimmed" className={classes.state}>
          {isShown ? "Shown to all" : tile.locked ? "Locked out" : stateText(tile, curve)}
        </Text>
        <More {...props} />
      </Group>
      <div className={classes.pictures}>
        <Network {...props} />
        <Curves {...props} />
      </div>
      <Foot {...props} />
    </Paper>
  );
});
