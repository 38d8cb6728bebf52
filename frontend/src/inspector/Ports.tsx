import { ActionIcon, Group, Select, Stack, Text, Title } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { drawWire } from "@/canvas/connecting";
import { judgeWire } from "@/graph/connect";
import { edgeKey, wiresInto } from "@/graph/document";
import { remove } from "@/graph/edit";
import { formatShape } from "@/graph/format";
import { useEditor } from "@/graph/store";
import type { Edge, LayerSpec, Port } from "@/graph/types";
import classes from "./Inspector.module.css";

function Wire({ edge }: { edge: Edge }) {
  const [source, output] = edge.from;
  const spec = useEditor((state) => state.figures[source]?.outputs[output]);
  const take = () =>
    useEditor
      .getState()
      .draw(`Remove the wire from ${source}`, (scene) => remove(scene, new Set(), new Set([edgeKey(edge)])));
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="sm" flex={1} truncate className={classes.figure}>
        {source} {spec && `(${formatShape(spec)})`}
      </Text>
      <ActionIcon size="sm" aria-label={`Remove the wire from ${source}`} onClick={take}>
        <IconX size={14} />
      </ActionIcon>
    </Group>
  );
}

/** Chooses what a port is wired to, by name. */
function Chooser({ id, port }: { id: string; port: Port }) {
  const [isOpen, setOpen] = useState(false);
  const scene = useEditor((state) => state.scene);
  const catalog = useEditor((state) => state.catalog);
  const sources = useMemo(() => {
    if (!isOpen) return [];
    const fits = (node: string) => judgeWire(scene, catalog, [node, 0], [id, port.name, 0]).edge !== null;
    return scene.nodes.map((node) => node.id).filter(fits);
  }, [isOpen, scene, catalog, id, port.name]);
  const choose = (source: string | null) => {
    const place = wiresInto(scene, id, port.name).length;
    const { edge } = judgeWire(scene, catalog, [source ?? "", 0], [id, port.name, place]);
    if (edge) drawWire(edge);
  };
  return (
    <Select
      size="xs"
      aria-label={`Wire into ${port.name}`}
      placeholder={port.required ? "needs a wire" : "optional"}
      data={sources}
      value={null}
      onChange={choose}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      nothingFoundMessage="No layer fits"
      searchable
    />
  );
}

function PortRow({ id, port }: { id: string; port: Port }) {
  const wires = useEditor((state) => state.scene);
  const [edge] = wiresInto(wires, id, port.name);
  return (
    <div>
      <span className={classes.paramLabel} data-set={edge !== undefined || undefined}>
        {port.name}
      </span>
      {edge ? <Wire edge={edge} /> : <Chooser id={id} port={port} />}
    </div>
  );
}

/** The ports of a layer that has several, each with what is wired to it. Those of many wires have a list of their own. */
export function Ports({ id, spec }: { id: string; spec: LayerSpec | undefined }) {
  const ports = spec?.inputs ?? [];
  const scene = useEditor((state) => state.scene);
  if (ports.length < 2) return null;
  const shown = ports.filter((port) => !port.many || wiresInto(scene, id, port.name).length === 0);
  return (
    <section className={classes.section}>
      <Title order={3} size="h6" mb={6}>
        Inputs
      </Title>
      <Stack gap={6}>
        {shown.map((port) => (
          <PortRow key={port.name} id={id} port={port} />
        ))}
      </Stack>
    </section>
  );
}
