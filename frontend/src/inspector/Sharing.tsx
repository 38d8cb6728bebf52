import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconLink, IconLinkOff } from "@tabler/icons-react";
import { goTo } from "@/canvas/view";
import { giveOwnLayer, shareLayer } from "@/editor/nodeCommands";
import { canShare, ownerOf, usesOfLayer } from "@/graph/sharing";
import { useEditor } from "@/graph/store";
import type { LayerSpec, Node } from "@/graph/types";
import classes from "./Inspector.module.css";

function Others({ ids }: { ids: readonly string[] }) {
  return ids.map((id, place) => (
    <span key={id}>
      {place > 0 && ", "}
      <Anchor component="button" type="button" size="sm" ff="monospace" underline="always" onClick={() => goTo(id)}>
        {id}
      </Anchor>
    </span>
  ));
}

/** Whose layer a node uses, and using it once more. */
export function Sharing({ node, spec }: { node: Node; spec: LayerSpec | undefined }) {
  const scene = useEditor((state) => state.scene);
  const uses = usesOfLayer(scene, node);
  const owner = ownerOf(scene, node);
  const again = (
    <Button size="compact-xs" leftSection={<IconLink size={13} />} onClick={() => shareLayer(node.id)}>
      Use again, same weights
    </Button>
  );
  if (!canShare(spec)) return null;
  if (uses.length === 0) return <div className={classes.section}>{again}</div>;
  return (
    <Stack gap={6} className={classes.section}>
      <Text size="sm">
        {owner === node ? "This layer is used by " : "Uses the layer of "}
        <Others ids={owner === node ? uses.slice(1) : [owner.id]} />
        {owner === node
          ? " too, with the same weights."
          : ", with the same weights. Its settings are changed for all its uses."}
      </Text>
      <Group gap={6}>
        {again}
        {owner !== node && (
          <Button size="compact-xs" leftSection={<IconLinkOff size={13} />} onClick={() => giveOwnLayer(node.id)}>
            Give it a layer of its own
          </Button>
        )}
      </Group>
    </Stack>
  );
}
