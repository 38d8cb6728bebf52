import { ActionIcon, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { edgeKey, wiresInto } from "@/graph/document";
import { remove, reorderWires } from "@/graph/edit";
import { formatShape } from "@/graph/format";
import { placeName } from "@/graph/ports";
import { useEditor } from "@/graph/store";
import type { Edge, LayerSpec } from "@/graph/types";
import classes from "./Inspector.module.css";

function Row({
  edge,
  count,
  placeLabel,
}: {
  edge: Edge;
  count: number;
  placeLabel: (port: string, place: number) => string;
}) {
  const [node, port, place] = edge.to;
  const [source, output] = edge.from;
  const spec = useEditor((state) => state.figures[source]?.outputs[output]);
  const { draw } = useEditor.getState();
  const shift = (to: number) =>
    draw(`Reorder the inputs of ${node}`, (document) => reorderWires(document, node, port, place, to));
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="sm" flex={1} truncate className={classes.figure}>
        {placeLabel(port, place)} {source} {spec && `(${formatShape(spec)})`}
      </Text>
      <ActionIcon size="sm" aria-label={`Move ${source} up`} disabled={place === 0} onClick={() => shift(place - 1)}>
        <IconArrowUp size={14} />
      </ActionIcon>
      <ActionIcon
        size="sm"
        aria-label={`Move ${source} down`}
        disabled={place === count - 1}
        onClick={() => shift(place + 1)}
      >
        <IconArrowDown size={14} />
      </ActionIcon>
      <ActionIcon
        size="sm"
        aria-label={`Remove the wire from ${source}`}
        onClick={() =>
          draw(`Remove the wire from ${source}`, (document) => remove(document, new Set(), new Set([edgeKey(edge)])))
        }
      >
        <IconX size={14} />
      </ActionIcon>
    </Group>
  );
}

/** The order in which a port of several wires takes them. */
export function InputOrder({ id, spec }: { id: string; spec: LayerSpec | undefined }) {
  const document = useEditor((state) => state.scene);
  const label = (port: string, place: number) =>
    spec?.kind === "formula" ? `${placeName(spec, port, place)} =` : `${place + 1}.`;
  return (spec?.inputs ?? [])
    .filter((port) => port.many)
    .map((port) => ({ port, wires: wiresInto(document, id, port.name) }))
    .filter(({ wires }) => wires.length > 0)
    .map(({ port, wires }) => (
      <section key={port.name} className={classes.section}>
        <Title order={3} size="h6" mb={6}>
          {port.name === "inputs" ? "Inputs, in order" : `${port.name}, in order`}
        </Title>
        <Stack gap={2}>
          {wires.map((edge) => (
            <Row key={edgeKey(edge)} edge={edge} count={wires.length} placeLabel={label} />
          ))}
        </Stack>
      </section>
    ));
}
