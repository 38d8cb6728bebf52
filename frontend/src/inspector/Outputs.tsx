import { Stack, Switch, Title } from "@mantine/core";
import { setGiven } from "@/editor/nodeCommands";
import { indexOf } from "@/graph/document";
import { useEditor } from "@/graph/store";
import type { Node } from "@/graph/types";
import classes from "./Inspector.module.css";

/**
 * Whether what a node gives leaves the block, or the network although wires lead on from it. A network's end is an output by itself, so
 * nothing is asked there until one of its outputs is listed: then it gives no other.
 */
export function Outputs({ node }: { node: Node }) {
  const scene = useEditor((state) => state.scene);
  const isInside = useEditor((state) => state.inside.length > 0);
  const count = useEditor((state) => state.figures[node.id]?.outputs.length ?? 1);
  const leaves = indexOf(scene).leaving.get(node.id) ?? [];
  const isTold = scene.outputs.some(([id]) => id === node.id);
  const isListed = (output: number) => scene.outputs.some(([id, index]) => id === node.id && index === output);
  const asked = Array.from({ length: Math.max(1, count) }, (_, output) => output).filter(
    (output) => isInside || isTold || leaves.some((edge) => edge.from[1] === output),
  );
  if (asked.length === 0) return null;
  const what = isInside ? "Output of the block" : "Output of the network too";
  return (
    <section className={classes.section}>
      <Title order={3} size="h6" mb={6}>
        What it gives
      </Title>
      <Stack gap={6}>
        {asked.map((output) => (
          <Switch
            key={output}
            size="xs"
            label={count > 1 ? `${what}: ${output + 1}` : what}
            checked={isListed(output)}
            onChange={(event) => setGiven(node.id, output, event.currentTarget.checked)}
          />
        ))}
      </Stack>
    </section>
  );
}
