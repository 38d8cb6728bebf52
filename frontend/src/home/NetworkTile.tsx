import { ActionIcon, Card, Group, Menu, Stack, Text, Title } from "@mantine/core";
import { IconCopy, IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { Link } from "react-router";
import { SeriesLine } from "@/datasets/SeriesLine";
import { plural } from "@/graph/format";
import { metricTitle } from "@/runs/numbers";
import { ageText } from "./age";
import classes from "./home.module.css";
import type { NetworkCard } from "./queries";
import { Thumbnail } from "./Thumbnail";

interface NetworkTileProps {
  network: NetworkCard;
  onDuplicate: () => void;
  onRename: () => void;
  onDelete: () => void;
}

/** A network as a card: its graph, its name, when it changed, and its best run. */
export function NetworkTile({ network, ...actions }: NetworkTileProps) {
  return (
    <Card withBorder padding="sm" className={classes.card} component="article">
      <Card.Section className={classes.picture}>
        <Thumbnail nodes={network.thumbnail} wires={network.wires} />
      </Card.Section>
      <Stack gap={4} mt="sm">
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Title order={2} size="h5" lineClamp={2} title={network.name}>
            <Link to={`/networks/${network.id}`} className={classes.cardLink}>
              {network.name}
            </Link>
          </Title>
          <TileMenu name={network.name} {...actions} />
        </Group>
        <Text size="xs" c="dimmed">
          {plural(network.layers, "layer")} · changed {ageText(network.changed, Date.now())}
        </Text>
        <Group justify="space-between" wrap="nowrap" gap="xs" mih={24}>
          <Text size="xs">{runsText(network)}</Text>
          {network.spark.length > 1 && <SeriesLine values={network.spark} width={72} height={22} label="" />}
        </Group>
      </Stack>
    </Card>
  );
}

/** "3 runs, best validation accuracy 0.981", or that there is none yet. */
function runsText(network: NetworkCard): string {
  if (network.runs === 0) return "Not trained yet";
  const [name = "", value = ""] = network.best.split(" ");
  const best = value === "" ? "" : `, best ${metricTitle(name).toLowerCase()} ${value}`;
  return `${plural(network.runs, "run")}${best}`;
}

function TileMenu({ name, onDuplicate, onRename, onDelete }: Omit<NetworkTileProps, "network"> & { name: string }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon aria-label={`More for ${name}`} className={classes.cardMenu}>
          <IconDots size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={onRename}>
          Rename
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={16} />} onClick={onDuplicate}>
          Duplicate
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} />} onClick={onDelete}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
